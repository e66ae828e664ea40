import { defineCommand, type ArgsDef, type CommandDef, type ParsedArgs } from "citty";
import { LabError } from "../../../infra/errors";
import type { Console } from "./console";

/** The outcome of a command: one JSON document, the same as text for people, and the exit code. */
export interface Outcome {
  document: Record<string, unknown> & { schema: string };
  text: string;
  exitCode: number;
}

/**
 * One subcommand. `run` returns or throws; only the shell (shell.ts) prints and exits. `run`
 * returns undefined when it has announced its answer itself.
 */
export interface LabCommand<T extends ArgsDef = ArgsDef> {
  name: string;
  description: string;
  args: T;
  /** Exit code after an error that is no usage error: 1, or 2 for commands whose 1 is a verdict. */
  errorExit?: 1 | 2;
  run(args: ParsedArgs<T>, console: Console): Promise<Outcome | undefined>;
}

/** Arguments of every command. */
export const COMMON_ARGS = {
  json: {
    type: "boolean",
    description: "print one JSON document on stdout and nothing else there",
  },
  debug: { type: "boolean", description: "print stack traces" },
} as const satisfies ArgsDef;

/** Checks a command against its own argument types, and erases them for the table of commands. */
export const labCommand = <const T extends ArgsDef>(command: LabCommand<T>): LabCommand =>
  command as unknown as LabCommand;

/** Converts a command to citty's form; `finish` receives its outcome. */
export function toCitty(
  command: LabCommand,
  console: Console,
  finish: (outcome: Outcome | undefined) => void,
): CommandDef {
  const args = { ...command.args, ...COMMON_ARGS };
  return defineCommand({
    meta: { name: `lab ${command.name}`, description: command.description },
    args,
    run: async (context) => {
      refuseUnknown(command, args, context.args);
      finish(await command.run(context.args as unknown as ParsedArgs, console));
    },
  }) as CommandDef;
}

const camel = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** citty accepts any option, and a mistyped one must not be ignored. @throws LabError `usage` */
function refuseUnknown(
  command: LabCommand,
  known: ArgsDef,
  given: Record<string, unknown> & { _: string[] },
): void {
  const names = new Set(["_", ...Object.keys(known).flatMap((name) => [name, camel(name)])]);
  const positionals = Object.values(known).filter((arg) => arg.type === "positional").length;
  const unknown = [
    ...Object.keys(given)
      .filter((name) => !names.has(name))
      .map((name) => `--${name}`),
    ...given._.slice(positionals),
  ];
  if (unknown.length)
    throw new LabError("usage", `lab ${command.name} does not take ${unknown.join(", ")}`, {
      cure: `npx lab ${command.name} --help`,
    });
}
