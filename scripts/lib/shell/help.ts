import { Help, type Command, type HelpConfiguration } from "commander";
import type { CommandSpec } from "./command";
import { exitCodesOf } from "./exit-codes";

/** The widest help: longer lines are hard to read. */
const MAX_WIDTH = 80;

/** commander's help with a command's examples and exit codes under it. */
export function helpFormat(specs: Record<string, CommandSpec>): HelpConfiguration {
  return {
    // Beside the longest list of choices there are 38 columns.
    minWidthToWrap: 30,
    prepareContext({ helpWidth = MAX_WIDTH }) {
      this.helpWidth = Math.min(helpWidth, MAX_WIDTH);
    },
    subcommandTerm: (command) =>
      [command.name(), ...command.registeredArguments.map(positionalTerm)].join(" "),
    argumentTerm: (argument) => argument.name(),
    formatHelp: (command, helper) => {
      const page = Help.prototype.formatHelp.call(helper, command, helper);
      const spec = specs[pathOf(command)];
      return [page, ...(spec ? sectionsOf(spec, helper) : outlook(pathOf(command)))].join("\n");
    },
  };
}

/** The words that name a command after `lab`; empty for `lab` itself. */
export function pathOf(command: Command): string {
  if (!command.parent) return "";
  return [pathOf(command.parent), command.name()].filter(Boolean).join(" ");
}

const positionalTerm = (argument: Command["registeredArguments"][number]): string =>
  argument.required ? argument.name() : `[${argument.name()}]`;

/** What stands under a list of commands. */
const outlook = (group: string): string[] => [
  `\`lab ${group === "" ? "" : `${group} `}COMMAND --help\` says more, with examples and exit codes.`,
  "`--local` uses the local cloud on this machine. `--json` prints JSON.",
  "",
];

function sectionsOf({ name, examples }: CommandSpec, helper: Help): string[] {
  const codes = exitCodesOf(name).map(([code, meaning]) => [String(code), meaning] as const);
  const width = Math.max(...codes.map(([code]) => code.length));
  const lines = examples.flatMap(([line, purpose]) => [
    helper.formatItem(`npx lab ${line}`, 0, "", helper),
    helper.formatItem("", 2, purpose, helper),
  ]);
  return [
    ...helper.formatItemList("Examples:", lines, helper),
    ...helper.formatItemList(
      "Exit codes:",
      codes.map(([code, meaning]) => helper.formatItem(code, width, meaning, helper)),
      helper,
    ),
  ];
}
