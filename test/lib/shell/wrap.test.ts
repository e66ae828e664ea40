import fc from "fast-check";
import { expect, test } from "vitest";
import { fields, table } from "../../../scripts/lib/shell/table";
import { wrapText } from "../../../scripts/lib/shell/wrap";

test.each([
  ["short", 20, "short"],
  ["✖ one two three four five", 16, "✖ one two three\n  four five"],
  ["✔ rule  one two three", 15, "✔ rule  one two\n        three"],
  ["  cure:  one two three four", 20, "  cure:  one two\n         three four"],
  ["a https://example.com/a/very/long/path b", 12, "a\nhttps://example.com/a/very/long/path\nb"],
])("%j in %d columns", (text, width, wrapped) => {
  expect(wrapText(text, width)).toBe(wrapped);
});

const word = fc.stringMatching(/^[a-z/:.-]{1,90}$/);
const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
const words = (text: string): string[] =>
  text
    .split(/[\s─]+/)
    .filter((one) => one !== "")
    .sort();

test("tables and lists fit any width but for a word too long, which has a line for itself; no word is lost", () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(40, 80, 120), (cells, width) => {
      const header = ["first", "second", "third"];
      const shown = wrapText(table(header, cells, width), width);
      for (const line of shown.split("\n"))
        if (line.length > width) expect(line.trim()).not.toContain(" ");
      const given = words(cells.flat().join(" "));
      const found = words(shown);
      for (const one of new Set(given))
        expect(found.filter((w) => w === one).length).toBeGreaterThanOrEqual(
          given.filter((w) => w === one).length,
        );
      for (const line of wrapText(
        fields(
          cells.map(([a, b]) => [a.slice(0, 30), b]),
          width,
        ),
        width,
      ).split("\n"))
        if (line.length > width) expect(line.trim()).not.toContain(" ");
    }),
  );
});
