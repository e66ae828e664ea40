/** Bad command lines. */
import { SPECS } from "../../scripts/commands/specs";
import { COMMON_ARGS, type Arg } from "../../scripts/lib/shell/args";
import { randomOf, type Random } from "../../scripts/probe/stats/random";
import { pick } from "./mutation";

/** One bad command line. */
export interface BadLine {
  mutator: string;
  argv: string[];
  /** Why it may not be accepted; undefined where it may be right. */
  refusedFor?: string;
}

type Line = Omit<BadLine, "mutator">;
type Spec = (typeof SPECS)[keyof typeof SPECS];

const argsOf = ({ args }: Spec): [string, Arg][] =>
  Object.entries<Arg>({ ...args, ...COMMON_ARGS });
const flagsOf = (spec: Spec, isSwitch: boolean): string[] =>
  argsOf(spec)
    .filter(([, { type }]) => type !== "positional" && (type === "boolean") === isSwitch)
    .map(([name]) => `--${name}`);

/** A right command line: the command with its operands. */
const rightLine = (spec: Spec): string[] => [
  ...spec.name.split(" "),
  ...argsOf(spec).flatMap(([, arg]) =>
    arg.type === "positional" ? [arg.options?.[0] ?? "fuzzed"] : [],
  ),
];

const EVERY_FLAG = [...new Set(Object.values(SPECS).flatMap((spec) => argsOf(spec)))]
  .filter(([, { type }]) => type !== "positional")
  .map(([name]) => `--${name}`);
const ODD_FLAGS = [
  "--__proto__",
  "--constructor",
  "--no-json",
  "--",
  "-x",
  "-jd",
  "--JSON",
  "---json",
  "—json",
  "--loc al",
];
const ODD_VALUES = [
  "",
  " ",
  "-1",
  "0",
  "1.5",
  "1e9",
  "NaN",
  "0x10",
  "999999999999999999999",
  "ü",
  "\u001b[2J",
  "../..",
  "x".repeat(10_000),
  "__proto__",
];
const ODD_WORDS = [
  "",
  "-",
  "upp",
  "UP",
  "__proto__",
  "constructor",
  "up;ls",
  "ü\0",
  "help me",
  "x".repeat(10_000),
];

const MUTATE: Record<string, (spec: Spec, random: Random) => Line> = {
  "unknown flag": (spec, random) => {
    const own = argsOf(spec).map(([name]) => `--${name}`);
    const flag = pick(random, [...ODD_FLAGS, `${pick(random, own)}x`]);
    const argv = [...rightLine(spec), flag];
    // What follows a lone -- are operands, and none follow.
    return flag === "--" ? { argv } : { argv, refusedFor: "an unknown flag" };
  },
  "flag of another command": (spec, random) => {
    const own = argsOf(spec).map(([name]) => `--${name}`);
    const flag = pick(
      random,
      EVERY_FLAG.filter((one) => !own.includes(one)),
    );
    return { argv: [...rightLine(spec), flag], refusedFor: "a flag of another command" };
  },
  "value of a switch": (spec, random) => {
    const value = pick(random, ["", "true", "false", "no", "maybe", "1"]);
    const argv = [...rightLine(spec), `${pick(random, flagsOf(spec, true))}=${value}`];
    return { argv, refusedFor: "a value for a switch" };
  },
  "too many": (spec, random) => {
    const [flag] = flagsOf(spec, false);
    const twice = [...rightLine(spec), `${flag ?? ""}=a`, `${flag ?? ""}=a`];
    const extra = [...rightLine(spec), pick(random, ["more", "0", "-", "true"])];
    const argv = flag !== undefined && random.below(2) === 0 ? twice : extra;
    return { argv, refusedFor: "more than it takes" };
  },
  truncation: (spec, random) => {
    const flag = pick(random, [...flagsOf(spec, false), "--json"]);
    const cut = flag.slice(0, 3 + random.below(flag.length - 3));
    return { argv: [...rightLine(spec), cut], refusedFor: "a part of a flag" };
  },
  "unknown command": (_, random) => ({ argv: [pick(random, ODD_WORDS), "--json"] }),
  value: (spec, random) => {
    const valued = flagsOf(spec, false);
    const words = spec.name.split(" ");
    const operands = rightLine(spec).slice(words.length);
    const value = pick(random, ODD_VALUES);
    if (valued.length === 0) return { argv: [...words, value, ...operands.slice(1)] };
    return { argv: [...words, ...operands, pick(random, valued), value] };
  },
};

/** Bad command lines, as many of each mutator. */
export function badLines(each: number, seed: number): BadLine[] {
  const random = randomOf(seed, "command lines");
  const specs = Object.values<Spec>(SPECS);
  return Object.entries(MUTATE).flatMap(([mutator, mutate]) =>
    Array.from({ length: each }, () => ({ mutator, ...mutate(pick(random, specs), random) })),
  );
}
