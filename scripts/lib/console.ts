import pc from "picocolors";

/** Where a command reports while it works. Answers go to stdout at the end; everything here goes to stderr. */
export interface Console {
  /** Someone watches: live lines may be redrawn. */
  readonly interactive: boolean;
  readonly stderr: NodeJS.WriteStream;
  readonly color: typeof pc;
  readonly debug: boolean;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The environment, read once by the shell. */
  readonly env: NodeJS.ProcessEnv;
  /** One line for people, at once. */
  note(text: string): void;
}

/** A console on the process's own streams. */
export function processConsole(options: { debug: boolean; signal: AbortSignal; env: NodeJS.ProcessEnv }): Console {
  const { stderr } = process;
  return {
    ...options,
    stderr,
    interactive: stderr.isTTY && options.env.CI === undefined,
    color: pc,
    note: (text) => void stderr.write(`${text}\n`),
  };
}
