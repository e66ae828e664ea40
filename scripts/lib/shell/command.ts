import type { ArgsDef, ParsedArgs } from "./args";
import type { Console } from "./console";
import type { CommandName } from "./exit-codes";

/** The outcome of a command: one JSON document, the same as text for people, and the exit code. */
export interface Outcome {
  document: Record<string, unknown> & { schema: string };
  text: string;
  /** Whether the text is for a program, and must not be wrapped. */
  isPreformatted?: boolean;
  /** Whether stdout has the answer already, since another program wrote it. */
  isPrinted?: boolean;
  exitCode: number;
}

/** What a command takes and says of itself; help and completion need no more. */
export interface CommandSpec<T extends ArgsDef = ArgsDef> {
  name: CommandName;
  summary: string;
  args: T;
  /** Command lines with what each is for. */
  examples: readonly [line: string, purpose: string][];
}

/** Does a command's work and returns its outcome; only the shell (shell.ts) prints and exits. */
type Run<T extends ArgsDef> = (
  args: ParsedArgs<T>,
  console: Console,
) => Promise<Outcome | undefined>;

/**
 * One subcommand. `run` returns or throws; it returns undefined when it has announced its answer
 * itself.
 */
export interface LabCommand<T extends ArgsDef = ArgsDef> {
  spec: CommandSpec<T>;
  run: Run<T>;
}

/** Checks a command against its own argument types, and erases them for the table of commands. */
export const labCommand = <T extends ArgsDef>(spec: CommandSpec<T>, run: Run<T>): LabCommand =>
  ({ spec, run }) as unknown as LabCommand;
