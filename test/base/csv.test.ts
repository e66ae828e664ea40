import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText } from "../../scripts/base/csv";

const opening = fc.constantFrom("=", "+", "-", "@", "\t=", "\r=", " =", "＝", "", '"', "a,b\n");

test("no text is a formula to a spreadsheet, and every text comes back", () => {
  fc.assert(
    fc.property(opening, fc.string({ unit: "grapheme" }), (sign, rest) => {
      const text = `${sign}${rest}`;
      const [[cell = ""] = []] = parse(`${cellText(text)},x\r\n`);
      expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
      expect([text, `'${text}`]).toContain(cell);
    }),
  );
});

test("numbers stay numbers, a missing value is empty", () => {
  expect([-1.5, 0.1 + 0.2, undefined].map(cellText)).toEqual(["-1.5", "0.3", ""]);
});
