import fc from "fast-check";
import { expect, test } from "vitest";
import { recordsOf } from "../../../scripts/class/roster/records";

const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", " ", "李") });

test("what is written as CSV is read again, each record with its first line", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), (rows) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      let line = 1;
      const expected = rows.map((cells) => {
        const record = { line, cells };
        line += 1 + cells.join("").split("\n").length - 1;
        return record;
      });
      const text = rows.map((cells) => cells.map(quote).join(",")).join("\n");
      expect(recordsOf(text, ",")).toEqual(expected);
    }),
  );
});

test("blank lines are records of one empty cell, and nothing follows the last line break", () => {
  expect(recordsOf("a\n\nb\n", ",")).toEqual([
    { line: 1, cells: ["a"] },
    { line: 2, cells: [""] },
    { line: 3, cells: ["b"] },
  ]);
});

test("stops after as many records as asked for", () => {
  expect(recordsOf('a\n"b\n', ",", 1)).toEqual([{ line: 1, cells: ["a"] }]);
  expect(recordsOf("a\nb\nc\n", ",", 2)).toHaveLength(2);
});

test("text behind a closing quote is broken, and hides no other line", () => {
  const records = recordsOf('"a"b,c\n"d\ne,f\n', ",");
  expect(records.map(({ line, isBroken }) => [line, isBroken])).toEqual([
    [1, true],
    [2, true],
    [3, undefined],
  ]);
});

test("a file of broken quotes is given up, in bounded time", () => {
  expect(recordsOf('"a\n'.repeat(5_000), ",").length).toBeLessThan(300);
});
