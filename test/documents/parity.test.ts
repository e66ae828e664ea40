import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { allMarks, EVIDENCE, marksIn, parityPage } from "../support/parity/page";

const FILE = path.join(__dirname, "../../scripts/cloud/PARITY.md");
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";
const files = allMarks();

test("scripts/cloud/PARITY.md has what the sources say today (npm run guides)", () => {
  const page = parityPage(files);
  if (isUpdate) writeFileSync(FILE, page);
  expect(readFileSync(FILE, "utf8")).toBe(page);
});

test("every mark is one of the known ones, and no row is there twice", () => {
  const marks = files.flatMap((one) => one.marks);
  const unknown = marks.filter(({ mark }) => !EVIDENCE.some((word) => mark.includes(word)));
  expect(unknown).toEqual([]);
  expect(new Set(marks.map(({ behaviour }) => behaviour)).size).toBe(marks.length);
});

test("every file with routes of the local cloud has a mark", () => {
  const unmarked = files.filter(
    ({ file, marks }) => file.endsWith("routes.ts") && marks.length === 0,
  );
  expect(unmarked.map(({ file }) => file)).toEqual([]);
});

test("a mark without its place or its evidence is refused", () => {
  expect(marksIn("a.ts", "/*\n * @parity\n * - Answers\n *   at once — ours\n */\n")).toEqual({
    file: "a.ts",
    marks: [{ behaviour: "Answers at once", mark: "ours" }],
    gaps: [],
  });
  expect(() => marksIn("a.ts", "/*\n * @parity\n * - Answers\n */")).toThrow("no mark");
  expect(() => marksIn("a.ts", "/** @parity Answers — ours */")).toThrow("comment of its own");
});
