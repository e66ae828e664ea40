import { createInterface } from "node:readline/promises";
import { format } from "node:util";
import { printable } from "./printable";
import { wrapText } from "./wrap";

/**
 * The output of a running command. Its outcome goes to stdout at the end; progress goes to stderr.
 */
export interface Console {
  /** Whether a person reads stderr. */
  readonly interactive: boolean;
  /** Whether lines may be redrawn on stderr; listr2 does so only where stdout is a terminal, too. */
  readonly isLive: boolean;
  /** Columns of the terminal that shows the outcome; infinite elsewhere. */
  readonly width: number;
  readonly stderr: NodeJS.WriteStream;
  readonly debug: boolean;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The environment variables, read once by the shell. */
  readonly env: NodeJS.ProcessEnv;
  /** Prints one line on stderr at once. */
  note: (text: string) => void;
  /**
   * Asks a question that "y" answers with yes, at a terminal; resolves with undefined elsewhere.
   */
  confirm: (question: string) => Promise<boolean | undefined>;
  /**
   * Prints the outcome of a command that keeps running on stdout at once: its document on one line,
   * or its text.
   */
  announce: (document: object, text: string) => void;
}

/** The columns of a terminal; a file or a pipe has no end to its lines. */
export const widthOf = ({ columns }: { columns?: number }): number => columns || Infinity;

/** Creates a console on the streams of this process. */
export function processConsole(options: {
  json: boolean;
  debug: boolean;
  signal: AbortSignal;
  env: NodeJS.ProcessEnv;
}): Console {
  const { stderr, stdout } = process;
  const { json, ...rest } = options;
  const interactive = stderr.isTTY && options.env.CI === undefined;
  const note = (text: string): void =>
    void stderr.write(`${wrapText(printable(text), widthOf(stderr))}\n`);
  captureGlobalConsole(note);
  return {
    ...rest,
    stderr,
    interactive,
    isLive: interactive && stdout.isTTY,
    width: widthOf(stdout),
    confirm: async (question) => {
      if (!interactive || !process.stdin.isTTY) return undefined;
      const prompt = createInterface({ input: process.stdin, output: stderr });
      try {
        const answer = await prompt.question(`${printable(question)} [y/N] `, {
          signal: options.signal,
        });
        return /^y(es)?$/i.test(answer.trim());
      } finally {
        prompt.close();
      }
    },
    note,
    announce: (document, text) =>
      void stdout.write(`${printable(json ? JSON.stringify(document) : text)}\n`),
  };
}

/**
 * What the program and libraries print through the global console goes to stderr as notes: it may
 * quote a service, and stdout holds the answer alone.
 */
function captureGlobalConsole(note: (text: string) => void): void {
  for (const level of ["debug", "error", "info", "log", "warn"] as const)
    globalThis.console[level] = (...values: unknown[]) => note(format(...values));
}
