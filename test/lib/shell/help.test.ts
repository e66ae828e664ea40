import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { SPECS } from "../../../scripts/commands/specs";
import type { Arg } from "../../../scripts/lib/shell/args";
import { exitCodesOf, exitCodeTable } from "../../../scripts/lib/shell/exit-codes";
import { parseCommandLine } from "../../../scripts/lib/shell/parse";

const specs = Object.values(SPECS);
const pageOf = (argv: string[], width: number): string =>
  (parseCommandLine(SPECS, argv, { version: "1", width }) as { print: string }).print;

test.each([[], ...specs.map(({ name }) => name.split(" "))])(
  "the help of `lab %s` fits 80 columns, without colour",
  (...command) => {
    for (const width of [80, 120]) {
      const lines = pageOf([...command, "--help"], width).split("\n");
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      expect(lines.join("")).not.toMatch(/\p{Cc}/u);
    }
  },
);

test.each(specs.map((spec) => [spec.name, spec] as const))(
  "the help of %s has its flags to the left, its exit codes, and examples that the parser accepts",
  (name, { args, examples }) => {
    const page = pageOf([...name.split(" "), "--help"], 80);
    for (const [flag, { type }] of Object.entries<Arg>(args))
      if (!/^(positional|rest)$/.test(type)) expect(page).toMatch(new RegExp(`^  --${flag} `, "m"));
    for (const [code] of exitCodesOf(name)) expect(page).toMatch(new RegExp(`^  ${code} `, "m"));
    expect(examples.length).toBeGreaterThan(0);
    for (const [line] of examples) {
      expect(page).toContain(`  npx lab ${line}\n`);
      const argv = line.replace(/ >.*/, "").split(" ");
      expect(parseCommandLine(SPECS, argv, { version: "1", width: 80 })).toMatchObject({ name });
    }
  },
);

test("the README has the same exit codes", () => {
  const readme = readFileSync(path.join(__dirname, "../../../README.md"), "utf8");
  expect(readme).toContain(exitCodeTable());
});
