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
  note: (text: string) => void;
  /** The answer of a command that keeps running: its document on one line, or its text, on stdout at once. */
  announce: (document: object, text: string) => void;
}

/** A console on the process's own streams. */
export function processConsole(options: {
  json: boolean;
  debug: boolean;
  signal: AbortSignal;
  env: NodeJS.ProcessEnv;
}): Console {
  const { stderr, stdout } = process;
  const { json, ...rest } = options;
  return {
    ...rest,
    stderr,
    interactive: stderr.isTTY && options.env.CI === undefined,
    color: pc,
    note: (text) => void stderr.write(`${text}\n`),
    announce: (document, text) => void stdout.write(`${json ? JSON.stringify(document) : text}\n`),
  };
}
