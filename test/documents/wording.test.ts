import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { refusedWords } from "../support/documents/wording";

const root = path.join(__dirname, "../..");
const FILES = [
  "{scripts,infra}/**/*.{ts,mts}",
  "README.md",
  "notebooks/README.md",
  "docs/sign-in.md",
  "docs/approve.md",
];

test("no string and no document for users has the words that readers stumbled over", () => {
  const files = FILES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    refusedWords(file, readFileSync(path.join(root, file), "utf8")),
  );
  expect(found).toEqual([]);
});

test.each([
  ["a.ts", 'const text = "nothing stands yet";', ["a.ts:1 nothing stands → exists, created"]],
  ["a.ts", "\nconst text = `${mark}  cure: ${cure}`;", ["a.ts:2 cure:  → try:"]],
  ["a.ts", "// what stands\nconst error = { cure: advice };", []],
  ["a.md", "One.\n\nIt is\nnot looked\nat.", ["a.md:3 not looked at → skipped, could not be read"]],
  ["scripts/cloud/databricks/a.ts", 'const state = "In run";', []],
  ["scripts/lib/a.ts", 'const state = "In run";', ["scripts/lib/a.ts:1 In run → cell 51 of 61"]],
])("reads what users read, of %s %j", (file, source, found) => {
  expect(refusedWords(file, source)).toEqual(found);
});
