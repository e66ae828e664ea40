/** The forms in which variables can be printed. */
export const SHELLS = ["bash", "fish", "powershell", "dotenv"] as const;
export type Shell = (typeof SHELLS)[number];

/** What no shell and no reader of a `.env` file gives a meaning to. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * A value of a `.env` file, which has no one grammar: `docker --env-file` takes quotes as part of a
 * value, and the others need them around a space. So there are quotes only where they must be.
 */
function dotenvValue(value: string): string {
  if (PLAIN.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

/** One line of each form. Single quotes keep everything as it is, apart from what is escaped here. */
const LINES: Record<Shell, (name: string, value: string) => string> = {
  bash: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replaceAll(/['\\]/g, "\\$&")}'`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
  dotenv: (name, value) => `${name}=${dotenvValue(value)}`,
};

/** Lines that set the variables in a shell; `bash` is also for sh and zsh. */
export const shellText = (shell: Shell, env: Record<string, string>): string =>
  Object.entries(env)
    .map(([name, value]) => LINES[shell](name, value))
    .join("\n");
