import {
  groupsOf,
  type CommandGroup,
  type CompletedCommand,
  type Flag,
  type Values,
} from "./words";

/** A script that zsh sources, or finds as `_lab` in its fpath. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef lab
# lab completion zsh: commands, flags, their values, and the names of stacks.
_lab_stacks() {
  local -a stacks
  stacks=(\${(f)"$($lab completion stacks 2>/dev/null)"})
  compadd -a stacks
}
_lab() {
  local lab="$words[1]"
  local -a commands
  commands=(
    'help:print a page of help'
${topLevel(commands)
  .map((line) => `    ${quoted(line)}`)
  .join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- --help --version
    return
  fi
  shift words
  (( CURRENT-- ))
${groupsOf(commands).map(groupLines).join("")}  case "$words[1]" in
    help) _describe command commands ;;
${commands.map(argumentsOf).join("\n")}
  esac
}
compdef _lab lab
`;
}

/** What may follow `lab`, each with what it is for. */
const topLevel = (commands: readonly CompletedCommand[]): string[] => [
  ...commands
    .filter(({ name }) => !name.includes(" "))
    .map(({ name, summary }) => `${name}:${summary}`),
  ...groupsOf(commands)
    .filter(({ flags }) => flags === undefined)
    .map(({ name, members }) => `${name}:${members.join(", ")}`),
];

/** The second word of a group's commands becomes part of the first. */
const groupLines = ({
  name,
  members,
  flags,
}: CommandGroup): string => `  if [[ "$words[1]" == ${name}${flags ? ' && "$words[2]" != -*' : ""} ]]; then
    if (( CURRENT == 2 )); then
      compadd -- ${members.join(" ")} --help
      return
    fi
    words[2]="${name} $words[2]"
    shift words
    (( CURRENT-- ))
  fi
`;

/** In single quotes, as zsh reads them. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `_arguments` gives a meaning to brackets and colons. */
const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, "\\$&");

const ACTIONS = { stack: "_lab_stacks", file: "_files", folder: "_files -/" };

function actionOf({ choices, completes }: Values): string {
  if (choices.length > 0) return `(${choices.join(" ")})`;
  return completes === undefined ? " " : ACTIONS[completes];
}

function flagText({ name, description, values }: Flag): string {
  const text = `${name}[${escaped(description)}]`;
  return quoted(values ? `${name}=[${escaped(description)}]:value:${actionOf(values)}` : text);
}

function argumentsOf({ name, flags, positionals }: CompletedCommand): string {
  const operands = positionals.map((one, i) => quoted(`${i + 1}:${one.name}:${actionOf(one)}`));
  const all = [...flags.map(flagText), "'--help[print this page]'", ...operands];
  return `    ${quoted(name)}) _arguments ${all.join(" ")} ;;`;
}
