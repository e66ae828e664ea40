import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { linesOf } from "../../scripts/base/lines";
import { temporaryFolder } from "../support/folder";

const fileWith = (content: string | Buffer): string => {
  const file = path.join(temporaryFolder(), "lines");
  writeFileSync(file, content);
  return file;
};

test.each([
  ["", []],
  ["\n", [["", true, 1]]],
  [
    "a\n\nb",
    [
      ["a", true, 2],
      ["", true, 3],
      ["b", false, 4],
    ],
  ],
  ["a\r\n", [["a\r", true, 3]]],
  // A line separator of Unicode is text: JSON may hold it as it is.
  ["ü\u2028x\n", [["ü\u2028x", true, 7]]],
])("%j is read as its lines", (content, lines) => {
  const read = [...linesOf(fileWith(content))];
  expect(read.map(({ text, isComplete, end }) => [text, isComplete, end])).toEqual(lines);
  expect(read.map(({ number }) => number)).toEqual(read.map((_, i) => i + 1));
});

test("a line that is too long is named, and those around it are read", () => {
  const long = "x".repeat(700_000);
  const read = [...linesOf(fileWith(`before\n${long}\nafter`), 300_000)];
  expect(read.map(({ text }) => text)).toEqual(["before", undefined, "after"]);
  expect(read.at(-1)!.end).toBe(700_013);
});

test("a line across chunks is whole, down to its letters", () => {
  const text = "€".repeat(300_000);
  expect([...linesOf(fileWith(`${text}\n`))].map((line) => line.text)).toEqual([text]);
});
