/** Every command of the program, with every kind of mistake in its command line. */
import { describe, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { SPECS } from "../../../scripts/commands/specs";
import { COMMON_ARGS, type Arg } from "../../../scripts/lib/shell/args";
import { parseCommandLine } from "../../../scripts/lib/shell/parse";

const OPTIONS = { version: "rai-lab 1.2.3", width: 80 };
const parse = (...argv: string[]) => parseCommandLine(SPECS, argv, OPTIONS);

function refusal(argv: string[]): LabError {
  try {
    parse(...argv);
  } catch (error) {
    expect(error, argv.join(" ")).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe("usage");
    expect((error as LabError).cure).toMatch(/^npx lab ([a-z]+ ){0,2}--help$/);
    return error as LabError;
  }
  throw new Error(`accepted: lab ${argv.join(" ")}`);
}

const specs = Object.values(SPECS);
const names: string[] = specs.map(({ name }) => name);
const argsOf = (spec: (typeof specs)[number]): [string, Arg][] =>
  Object.entries<Arg>({ ...spec.args, ...COMMON_ARGS });
/** A word with two letters swapped. */
const misspelt = (word: string): string => word.replace(/(.)(?!\1)(.)/, "$2$1");

describe.each(specs.map((spec) => [spec.name, spec] as const))("lab %s", (name, spec) => {
  const words = name.split(" ");
  const args = argsOf(spec);
  const operands = args.flatMap(([, arg]) => {
    if (arg.type === "rest") return ["x"];
    if (arg.type !== "positional") return [];
    return [arg.options?.[0] ?? "x"];
  });
  const isOperand = ([, { type }]: [string, Arg]): boolean => /^(positional|rest)$/.test(type);
  const positionals = args.filter(isOperand).map(([one]) => one);
  const takesMore = args.some(([, { type }]) => type === "rest");
  const isGroup = names.some((other) => other.startsWith(`${name} `));
  const switches = args.filter(([, { type }]) => type === "boolean").map(([flag]) => flag);
  const valued = args.filter(([, { type }]) => type === "string" || type === "enum");

  test("takes its arguments, wherever the flags are", () => {
    const flags = switches.map((flag) => `--${flag}`);
    const values = valued.map(([flag, arg]) => [flag, "options" in arg ? arg.options![0]! : "v"]);
    const given = values.map(([flag, value]) => `--${flag}=${value}`);
    for (const argv of [
      [...operands, ...flags, ...given],
      [...flags, ...given, ...operands],
    ]) {
      const parsed = parse(...words, ...argv) as { args: Record<string, unknown> };
      expect(parsed).toMatchObject({ name });
      expect(Object.entries(parsed.args)).toEqual(
        expect.arrayContaining([...switches.map((flag) => [flag, true]), ...values]),
      );
    }
  });

  test("refuses an argument too many, and an empty one", () => {
    const message = isGroup ? `unknown command "${name} extra".` : 'unexpected argument "extra"';
    if (!takesMore) expect(refusal([...words, ...operands, "extra"]).message).toBe(message);
    operands.forEach((_, i) => refusal([...words, ...operands.slice(0, i), ""]));
  });

  test("refuses an unknown flag, and names the one that is like it", () => {
    expect(refusal([...words, ...operands, "--nonsense=1"]).message).toBe(
      'unknown flag "--nonsense".',
    );
    for (const [flag, arg] of args.filter((one) => !isOperand(one))) {
      const wrong = `--${misspelt(flag)}`;
      const { message } = refusal([
        ...words,
        ...operands,
        arg.type === "boolean" ? wrong : `${wrong}=x`,
      ]);
      expect(message).toBe(`unknown flag "${wrong}". Did you mean "--${flag}"?`);
    }
  });

  test("refuses a value for a switch", () => {
    for (const flag of switches)
      for (const value of ["maybe", "true", "false", ""])
        expect(refusal([...words, ...operands, `--${flag}=${value}`]).message).toBe(
          `--${flag} takes no value, and "--${flag}=${value}" gives it one`,
        );
  });

  test("refuses a flag without a value, with an empty one, with another flag, or given twice", () => {
    for (const [flag, arg] of valued) {
      const good = "options" in arg ? arg.options![0]! : "v";
      for (const wrong of [
        [`--${flag}`],
        [`--${flag}=`],
        [`--${flag}`, " "],
        [`--${flag}`, "--json"],
        [`--${flag}`, good, `--${flag}`, good],
      ])
        expect(refusal([...words, ...operands, ...wrong]).message).toContain(`--${flag} `);
    }
  });

  test("refuses what is none of the choices, and names the one that is like it", () => {
    for (const [label, arg] of args) {
      const choices = "options" in arg ? (arg.options ?? []) : [];
      for (const choice of choices.filter((one) => one.length > 3)) {
        const wrong = misspelt(choice);
        const before = operands.slice(0, positionals.indexOf(label));
        const given =
          arg.type === "positional" ? [...before, wrong] : [...operands, `--${label}=${wrong}`];
        expect(refusal([...words, ...given]).message).toContain(`Did you mean "${choice}"?`);
      }
    }
  });

  test("a misspelt name of the command is refused with the right one", () => {
    const [group, own] = [words.slice(0, -1), words.at(-1)!];
    const wrong = [...group, misspelt(own)];
    for (const argv of [wrong, [...wrong, "--help"], ["help", ...wrong]])
      expect(refusal(argv).message).toContain(`unknown command "${wrong.join(" ")}".`);
    if (own !== "up") expect(refusal(wrong).message).toContain(`Did you mean "${own}"?`);
  });

  test("`help` before its name is `--help` behind it", () => {
    const page = parse(...words, "--help");
    expect(page).toHaveProperty("print", expect.stringContaining(`Usage: lab ${name} `));
    expect(parse("help", ...words)).toEqual(page);
  });
});

test("no command is the general help; --version is the version", () => {
  const help = parse("--help");
  for (const argv of [[], ["help"], ["-h"], ["help", "--help"]])
    expect(parse(...argv)).toEqual(help);
  for (const name of names)
    expect(help).toHaveProperty("print", expect.stringContaining(`  ${name.split(" ")[0]!}`));
  expect(parse("--version")).toEqual({ print: "rai-lab 1.2.3\n" });
});

test("a group alone, or with --help, lists its commands", () => {
  const grouped = names.filter(
    (name) => name.includes(" ") && !names.includes(name.split(" ")[0]!),
  );
  expect(grouped).not.toEqual([]);
  for (const name of grouped) {
    const [group = "", own = ""] = name.split(" ");
    const page = parse(group);
    expect(page).toHaveProperty("print", expect.stringContaining(`\n  ${own} `));
    expect([parse(group, "--help"), parse("help", group)]).toEqual([page, page]);
  }
});

test("a command that is a group too keeps its flags apart from its commands'", () => {
  expect(parse("cloud", "--model", "planted")).toMatchObject({
    name: "cloud",
    args: { model: "planted" },
  });
  expect(parse("cloud", "start", "--model", "planted")).toMatchObject({
    name: "cloud start",
    args: { model: "planted" },
  });
  const help = parse("cloud", "--help");
  for (const text of ["--model", "  start ", "Examples:"])
    expect(help).toHaveProperty("print", expect.stringContaining(text));
});

test("what stands behind -- is another program's, whatever it looks like", () => {
  const line = ["az", "login", "--help", "--json", "-p", "", "--", "--account=x"];
  for (const flags of [[], ["--account", "a"]])
    expect(parse("cloud", "run", ...flags, "--", ...line)).toMatchObject({
      name: "cloud run",
      args: { command: line, account: flags[1], json: false },
    });
});

test.each([
  ["--versoin"],
  ["constructor"],
  ["__proto__"],
  ["--json", "up"],
  ["class", "--json"],
  ["class", "", "x"],
])("lab %s is refused", (...argv) => {
  refusal(argv);
});
