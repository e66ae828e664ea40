import { COMMON_ARGS, type Arg, type ArgsDef } from "../args";
import type { CommandSpec } from "../command";

/** What may follow a flag or stand as an argument. */
export interface Values {
  choices: readonly string[];
  completes: "stack" | "file" | "folder" | undefined;
}

/** A flag, with the values that it takes; a switch takes none. */
export interface Flag {
  name: string;
  description: string;
  values: Values | undefined;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  name: string;
  summary: string;
  flags: Flag[];
  /** Its arguments in order. */
  positionals: (Values & { name: string })[];
}

/** Reads what the scripts of the three shells need from the commands' own descriptions. */
export const completedCommands = (specs: Record<string, CommandSpec>): CompletedCommand[] =>
  Object.values(specs).map(({ name, summary, args }) => {
    const all = Object.entries<Arg>({ ...args, ...COMMON_ARGS } satisfies ArgsDef);
    return {
      name,
      summary,
      flags: all.flatMap(([flag, arg]) =>
        arg.type === "positional" || arg.type === "rest" ? [] : [flagOf(flag, arg)],
      ),
      positionals: all.flatMap(([label, arg]) =>
        arg.type === "positional" ? [{ name: label, ...valuesOf(arg) }] : [],
      ),
    };
  });

const flagOf = (name: string, arg: Exclude<Arg, { type: "rest" }>): Flag => ({
  name: `--${name}`,
  description: arg.description,
  values: arg.type === "boolean" ? undefined : valuesOf(arg),
});

const valuesOf = (arg: Exclude<Arg, { type: "boolean" | "rest" }>): Values => ({
  choices: ("options" in arg && arg.options) || ("offers" in arg && arg.offers) || [],
  completes: "completes" in arg ? arg.completes : undefined,
});

/** A group of commands, such as `class` of `class plan`. */
export interface CommandGroup {
  name: string;
  /** The second words of its commands. */
  members: string[];
  /** Its flags, where its name alone is a command too, such as `cloud` of `cloud start`. */
  flags: string[] | undefined;
}

/** The groups of the commands whose names have two words. */
export function groupsOf(commands: readonly CompletedCommand[]): CommandGroup[] {
  const members = new Map<string, string[]>();
  for (const { name } of commands) {
    const [group = "", own] = name.split(" ");
    if (own !== undefined) members.set(group, [...(members.get(group) ?? []), own]);
  }
  return [...members].map(([name, own]) => ({
    name,
    members: own,
    flags: commands.find((one) => one.name === name)?.flags.map((flag) => flag.name),
  }));
}

/** What may follow `lab`: commands and groups. */
export const firstWords = (commands: readonly CompletedCommand[]): string[] => [
  ...new Set(commands.map(({ name }) => name.split(" ")[0]!)),
];
