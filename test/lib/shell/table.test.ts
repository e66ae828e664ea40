import fc from "fast-check";
import { expect, test } from "vitest";
import { duration, masked, table } from "../../../scripts/lib/shell/table";

test("columns are as wide as their widest cell", () => {
  expect(table(["a", "long title"], [["wide cell", "x"]])).toBe(
    "a          long title\n─────────  ──────────\nwide cell  x",
  );
});

const words = fc
  .array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(" "));
const grid = fc.integer({ min: 1, max: 6 }).chain((columns) =>
  fc.array(fc.array(words, { minLength: columns, maxLength: columns }), {
    minLength: 2,
    maxLength: 5,
  }),
);

test("no line of a table is wider than the width, and every word is in it, whole", () => {
  fc.assert(
    fc.property(grid, fc.integer({ min: 20, max: 90 }), ([header = [], ...rows], width) => {
      const text = table(header, rows, width);
      for (const word of rows.flat().join(" ").split(" ")) expect(text).toContain(word);
      // Where even wrapped cells do not fit, rows are blocks.
      if (!text.includes("─")) return;
      expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(width);
    }),
  );
});

test.each([
  [0.04, "0.0 s"],
  [59.94, "59.9 s"],
  [125, "2 min 05 s"],
])("%d seconds read as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("secret outputs are masked, others are not", () => {
  expect(masked({ key: "s3cret", name: "n" }, ["key"])).toEqual({ key: "[secret]", name: "n" });
});
