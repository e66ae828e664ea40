import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourceOf } from "../../bench/source";
import { seconds } from "../support/time-limits";

/** Limits of the house (docs/decisions): per thousand lines, per hundred, or as they are. */
test("the source stays as easy to read as it is", { timeout: seconds(60) }, () => {
  const source = sourceOf(join(__dirname, "../.."));
  expect(source.wide / source.lines).toBeLessThanOrEqual(0.02);
  expect((1000 * source.conditionals) / source.lines).toBeLessThanOrEqual(15);
  expect(source.nestedConditionals).toBe(0);
  expect(source.conditionalSpreads).toBeLessThanOrEqual(40);
  expect(source.documentedExports / source.exports).toBeGreaterThanOrEqual(0.75);
});

/** The tables of a source with any text as key: all, or those that other files may import. */
const tablesOf = (text: string, exported = false): string[] =>
  [...text.matchAll(/^(export )?const (\w+): (?:Readonly<)?Record<\s*string,/gm)]
    .filter(([, isExported]) => !exported || isExported !== undefined)
    .map(([, , name = ""]) => name);

test("a table that any text may ask is asked by own()", () => {
  const root = join(__dirname, "../..");
  const sources = globSync("{infra,scripts}/**/*.ts", { cwd: root })
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))
    .filter(({ file }) => file !== "infra/json-object.ts");
  const shared = sources.flatMap(({ text }) => tablesOf(text, true));
  expect(shared).toContain("OBJECT_TYPES");
  const indexed = sources.flatMap(({ file, text }) => {
    const imported = shared.filter((name) => new RegExp(`^import .*\\b${name}\\b`, "m").test(text));
    return [...tablesOf(text), ...imported]
      .flatMap((name) => [...text.matchAll(new RegExp(`\\b${name}\\[(?!["'])[^\\]]+\\]`, "g"))])
      .map(([expression]) => `${file}: ${expression}`);
  });
  expect(indexed).toEqual([]);
});
