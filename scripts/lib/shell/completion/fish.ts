import type { CompletedCommand, Values } from "./words";

/** A script that fish sources, or finds in its folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    "# lab completion fish: commands, flags, their values, and the names of stacks.",
    "complete -c lab -f",
    "complete -c lab -n __fish_use_subcommand -l help -d 'print a page of help'",
    "complete -c lab -n __fish_use_subcommand -l version -d 'print the version'",
    `complete -c lab -n '__fish_seen_subcommand_from help' -a ${quoted(commands.map(({ name }) => name).join(" "))}`,
    ...commands.flatMap(linesOf),
    "",
  ].join("\n");
}

/** In single quotes, as fish reads them. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;

const OFFERS = {
  stack: "-a '(lab completion stacks 2>/dev/null)'",
  file: "-F",
  folder: "-a '(__fish_complete_directories)'",
};

/** What fish offers as a value; nothing where only the user knows. */
function offers({ choices, completes }: Values): string {
  if (completes) return OFFERS[completes];
  return choices.length === 0 ? "" : `-a ${quoted(choices.join(" "))}`;
}

function linesOf({ name, summary, flags, positionals }: CompletedCommand): string[] {
  const here = `complete -c lab -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c lab -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...positionals.map((one) => `${here} ${offers(one)}`.trimEnd()),
    ...flags.map(({ name: flag, description, values }) => {
      const takes = values ? ` -r ${offers(values)}` : "";
      return `${here} -l ${flag.slice(2)} -d ${quoted(description)}${takes}`.trimEnd();
    }),
  ];
}
