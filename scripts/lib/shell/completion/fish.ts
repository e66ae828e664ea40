import {
  firstWords,
  groupsOf,
  type CommandGroup,
  type CompletedCommand,
  type Values,
} from "./words";

/** A script that fish sources, or finds in its folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    "# lab completion fish: commands, flags, their values, and the names of stacks.",
    "complete -c lab -f",
    "complete -c lab -n __fish_use_subcommand -l help -d 'print a page of help'",
    "complete -c lab -n __fish_use_subcommand -l version -d 'print the version'",
    `complete -c lab -n '__fish_seen_subcommand_from help' -a ${quoted(firstWords(commands).join(" "))}`,
    ...groupsOf(commands).map(groupLine),
    ...commands.flatMap((command) => linesOf(command, groupsOf(commands))),
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

const SEEN = "__fish_seen_subcommand_from";

/** Offers the second words of a group until one of them is there. */
const groupLine = ({ name, members }: CommandGroup): string => {
  const words = members.join(" ");
  return `complete -c lab -n '${SEEN} ${name}; and not ${SEEN} ${words}' -a ${quoted(words)}`;
};

/** Whether the line names this command, and not one of a group that ends in the same word. */
function isNamed(name: string, groups: readonly CommandGroup[]): string {
  const [word = "", own] = name.split(" ");
  if (own !== undefined) return `${SEEN} ${word}; and ${SEEN} ${own}`;
  const others = groups.flatMap(({ name: group, members }) => {
    if (group === word) return members.join(" ");
    return members.includes(word) ? group : [];
  });
  return [`${SEEN} ${word}`, ...others.map((group) => `not ${SEEN} ${group}`)].join("; and ");
}

function linesOf(
  { name, summary, flags, positionals }: CompletedCommand,
  groups: readonly CommandGroup[],
): string[] {
  const here = `complete -c lab -n '${isNamed(name, groups)}'`;
  const [word = "", own] = name.split(" ");
  const description = own === undefined ? ` -d ${quoted(summary)}` : "";
  return [
    `complete -c lab -n __fish_use_subcommand -a ${word}${description}`,
    ...positionals.map((one) => `${here} ${offers(one)}`.trimEnd()),
    ...flags.map(({ name: flag, description: text, values }) => {
      const takes = values ? ` -r ${offers(values)}` : "";
      return `${here} -l ${flag.slice(2)} -d ${quoted(text)}${takes}`.trimEnd();
    }),
  ];
}
