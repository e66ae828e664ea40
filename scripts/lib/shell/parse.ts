import { Argument, Command, CommanderError, Option } from "commander";
import { LabError } from "../../../infra/errors";
import { own } from "../../../infra/json-object";
import { COMMON_ARGS, type Arg, type ArgValue } from "./args";
import type { CommandSpec } from "./command";
import { didYouMean } from "./did-you-mean";
import type { CommandName } from "./exit-codes";
import { helpFormat, pathOf } from "./help";

/** The commands by name. */
export type Specs = Record<string, CommandSpec>;

/** What a command line asks for: a text (help or the version), or a command with its arguments. */
export type Parsed = { print: string } | { name: CommandName; args: Record<string, ArgValue> };

/** How to parse. */
interface ParseOptions {
  version: string;
  /** Columns of the help. */
  width: number;
  /** What each group of commands is for, such as `class` of `class plan`. */
  groups?: Readonly<Record<string, string>>;
}

/**
 * Reads a command line. Nothing is ignored: an unknown flag, one argument too many, a flag given
 * twice, an empty value and a value for a switch are all refused.
 * @throws LabError `usage`
 */
export function parseCommandLine(
  specs: Specs,
  argv: readonly string[],
  options: ParseOptions,
): Parsed {
  let parsed: Parsed | undefined;
  let printed = "";
  const program = new Command("lab")
    .exitOverride()
    // A flag belongs to the words before it: `cloud --port` and `cloud start --port` are two.
    .enablePositionalOptions()
    .configureHelp(helpFormat(specs))
    .configureOutput({
      writeOut: (text) => (printed += text),
      outputError: () => undefined,
      getOutHelpWidth: () => options.width,
      getOutHasColors: () => false,
    })
    .description("A Responsible AI teaching lab as code.")
    .usage("COMMAND [options]")
    .version(options.version, "--version", "print the version")
    .helpOption("-h, --help", "print this page")
    .helpCommand(false);
  for (const spec of Object.values(specs))
    addCommand(groupOf(program, spec.name, options.groups), spec, (args) => {
      parsed = { name: spec.name, args };
    });
  const line = helpAsFlag(argv);
  const command = commandOf(program, line);
  const isGroup =
    command.commands.length > 0 &&
    !own(specs, pathOf(command)) &&
    line.every((word) => !word.startsWith("-"));
  try {
    program.parse([...line, ...(isGroup ? ["--help"] : [])], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { print: printed };
    throw usageError(error, command);
  }
  return parsed!;
}

/** `help up` is `up --help`. */
function helpAsFlag(argv: readonly string[]): readonly string[] {
  const [name, ...topics] = argv.filter((word, i) => i > 0 || word !== "");
  if (name !== "help") return argv[0] === "" ? argv.slice(1) : argv;
  const end = topics.findIndex((word) => word.startsWith("-"));
  return [...topics.slice(0, end < 0 ? 2 : Math.min(end, 2)), "--help"];
}

/**
 * The command that a line names, or the group when it names no more.
 * @throws LabError `usage` for an unknown name
 */
function commandOf(program: Command, line: readonly string[]): Command {
  let command = program;
  for (const word of line) {
    if (word.startsWith("-") || command.commands.length === 0) break;
    const next = command.commands.find((one) => one.name() === word);
    if (!next) throw unknownCommand(command, word);
    command = next;
  }
  return command;
}

function unknownCommand(group: Command, word: string): LabError {
  const names = group.commands.map((one) => one.name());
  const path = pathOf(group);
  const name = [path, word].filter(Boolean).join(" ");
  const cure = path === "" ? "npx lab --help" : helpOf(path);
  return usage(`unknown command "${name}".${didYouMean(word, names)}`, cure);
}

/** The program, or for a name of two words the group that the first one names. */
function groupOf(program: Command, name: string, groups: ParseOptions["groups"] = {}): Command {
  const [word = "", own] = name.split(" ");
  if (own === undefined) return program;
  const existing = program.commands.find((one) => one.name() === word);
  return (
    existing?.enablePositionalOptions() ??
    program
      .command(word)
      .description(groups[word] ?? "")
      .usage("COMMAND [options]")
      .helpOption("-h, --help", "print this page")
      .helpCommand(false)
  );
}

function addCommand(
  group: Command,
  spec: CommandSpec,
  found: (args: Record<string, ArgValue>) => void,
): void {
  const command = group
    .command(spec.name.split(" ").at(-1)!)
    .description(spec.summary)
    .helpOption("-h, --help", "print this page");
  const named = Object.entries({ ...spec.args, ...COMMON_ARGS } as Record<string, Arg>);
  const positionals = named.flatMap(([label, arg]) =>
    isOperand(arg) ? [[label, arg] as const] : [],
  );
  const flags = named.flatMap(([label, arg]) => (isOperand(arg) ? [] : [[label, arg] as const]));
  const cure = helpOf(spec.name);
  for (const [name, arg] of positionals) command.addArgument(argumentOf(name, arg, cure));
  const options = flags.map(([name, arg]) => optionOf(name, arg, cure));
  options.forEach((option) => command.addOption(option));
  command.action(() => {
    const operands = positionals.map(([name], i) => [name, command.processedArgs[i] as unknown]);
    const values = flags.map(([name, { type }], i) => {
      const value = command.getOptionValue(options[i]!.attributeName()) as unknown;
      return [name, type === "boolean" ? value === true : value];
    });
    found(Object.fromEntries([...operands, ...values]) as Parameters<typeof found>[0]);
  });
}

type Operand = Extract<Arg, { type: "positional" | "rest" }>;

const isOperand = (arg: Arg): arg is Operand => arg.type === "positional" || arg.type === "rest";

function argumentOf(name: string, arg: Operand, cure: string): Argument {
  const label = name.toUpperCase();
  if (arg.type === "rest")
    return new Argument(`<${label}...>`, arg.description).argParser(
      (given: string, before: string[] | undefined) =>
        before ? [...before, given] : [checkedValue(label, given, cure)],
    );
  const { required = false, default: value, options } = arg;
  const argument = new Argument(required ? `<${label}>` : `[${label}]`, arg.description);
  argument.argParser((given: string) => checkedValue(label, given, cure, options));
  return value === undefined ? argument : argument.default(value);
}

function optionOf(name: string, arg: Exclude<Arg, { type: "rest" }>, cure: string): Option {
  if (arg.type === "boolean") return new Option(`--${name}`, arg.description);
  const choices = "options" in arg ? arg.options : undefined;
  const hint = choices?.join("|") ?? ("valueHint" in arg ? arg.valueHint : "VALUE");
  const option = new Option(`--${name} <${hint}>`, arg.description);
  let isGiven = false;
  option.argParser((given: string) => {
    if (isGiven) throw usage(`--${name} is given twice`, cure);
    isGiven = true;
    return checkedValue(`--${name}`, given, cure, choices);
  });
  return arg.default === undefined ? option : option.default(arg.default);
}

/** @throws LabError `usage` when the value is empty, another flag, or none of the choices */
function checkedValue(
  label: string,
  value: string,
  cure: string,
  choices: readonly string[] = [value],
): string {
  if (value.trim() === "") throw usage(`${label} has an empty value`, cure);
  if (value.startsWith("--")) throw usage(`${label} needs a value, and "${value}" is a flag`, cure);
  if (choices.includes(value)) return value;
  const accepted = choices.join(" or ");
  throw usage(`${label} takes ${accepted}, not "${value}".${didYouMean(value, choices)}`, cure);
}

/** `npx lab up --help` */
const helpOf = (name: string): string => `npx lab ${name} --help`;

const usage = (message: string, cure: string): LabError => new LabError("usage", message, { cure });

/** Says in our words what commander refused. */
function usageError(error: CommanderError, command: Command): LabError {
  const [, quoted = ""] = /'([^']*)'/.exec(error.message) ?? [];
  const cure = command.parent ? helpOf(pathOf(command)) : "npx lab --help";
  return usage(messageFor(error, quoted, command), cure);
}

function messageFor({ code, message }: CommanderError, quoted: string, command: Command): string {
  if (code === "commander.unknownOption") return unknownFlag(quoted, command);
  if (code === "commander.excessArguments")
    return `unexpected argument "${command.args[command.registeredArguments.length] ?? ""}"`;
  if (code === "commander.optionMissingArgument") return `${quoted.split(" ")[0]} needs a value`;
  if (code === "commander.missingArgument") return `${quoted} is missing`;
  return message.replace(/^error: /, "");
}

/** A flag that does not exist, or a switch with a value, which commander does not know either. */
function unknownFlag(given: string, command: Command): string {
  const [flag = ""] = given.split("=");
  const flags = command.options.flatMap(({ long }) => long ?? []);
  if (flags.includes(flag)) return `${flag} takes no value, and "${given}" gives it one`;
  return `unknown flag "${flag}".${didYouMean(flag, [...flags, "--help"])}`;
}
