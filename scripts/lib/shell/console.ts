import pc from "picocolors";

/**
 * The output of a running command. Its outcome goes to stdout at the end; progress goes to stderr.
 */
export interface Console {
  /** Whether stderr is a terminal, on which live lines may be redrawn. */
  readonly interactive: boolean;
  readonly stderr: NodeJS.WriteStream;
  readonly color: typeof pc;
  readonly debug: boolean;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The environment variables, read once by the shell. */
  readonly env: NodeJS.ProcessEnv;
  /** Prints one line on stderr at once. */
  note: (text: string) => void;
  /**
   * Prints the outcome of a command that keeps running on stdout at once: its document on one line,
   * or its text.
   */
  announce: (document: object, text: string) => void;
}

/** Creates a console on the streams of this process. */
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
