import {
  firstWords,
  groupsOf,
  type CommandGroup,
  type CompletedCommand,
  type Values,
} from "./words";

/** A script that bash sources. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = ["help", "--help", "--version", ...firstWords(commands)];
  return `# lab completion bash: commands, flags, their values, and the names of stacks.
_lab() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="\${COMP_WORDS[1]}" words="" kind=""
  # bash makes a word of its own of the = in --flag=value.
  if [ "$current" = "=" ]; then current=""
  elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then words="${names.join(" ")}"
  elif [ "$command" = help ]; then words="${firstWords(commands).join(" ")}"
${groupsOf(commands).map(groupWords).join("")}  else
    case "$command \${COMP_WORDS[2]}" in ${[...groupsOf(commands).map(({ name }) => `"${name} "[!-]*`), "''"].join("|")})
      command="$command \${COMP_WORDS[2]}" ;;
    esac
    case "$command $previous" in
${commands.flatMap(flagValues).join("\n")}
    *) case "$command" in
${commands.map(ownWords).join("\n")}
      esac ;;
    esac
  fi
  if [ "$kind" = stack ] && [ "\${current#-}" = "$current" ]; then
    words="$words $("\${COMP_WORDS[0]}" completion stacks 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$kind" = file ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
  if [ "$kind" = folder ]; then COMPREPLY+=($(compgen -d -- "$current")); fi
}
complete -o filenames -F _lab lab
`;
}

const groupWords = ({ name, members, flags = [] }: CommandGroup): string => {
  const words = [...members, ...flags, "--help"].join(" ");
  return `  elif [ "$COMP_CWORD" -eq 2 ] && [ "$command" = ${name} ]; then words="${words}"\n`;
};

const assignments = ({ choices, completes }: Values, more: readonly string[] = []): string =>
  `words="${[...choices, ...more].join(" ")}"; kind="${completes ?? ""}"`;

const flagValues = ({ name, flags }: CompletedCommand): string[] =>
  flags.flatMap(({ name: flag, values }) =>
    values ? [`    "${name} ${flag}") ${assignments(values)} ;;`] : [],
  );

/** The flags of a command and the values of its first argument. */
function ownWords({ name, flags, positionals }: CompletedCommand): string {
  const [first = { choices: [], completes: undefined }] = positionals;
  const later = positionals.slice(1).flatMap(({ choices }) => choices);
  const words = [...later, ...flags.map((flag) => flag.name), "--help"];
  return `      "${name}") ${assignments(first, words)} ;;`;
}
