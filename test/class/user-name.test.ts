import fc from "fast-check";
import { expect, test } from "vitest";
import { foldUserName } from "../../scripts/class/user-name";

test.each([
  [" Rosa.Delgado@Example.EDU ", "rosa.delgado@example.edu"],
  ["nu\u0301n\u0303ez@example.edu", "n\u00fa\u00f1ez@example.edu"],
])("%j is compared as %j", (written, folded) => {
  expect(foldUserName(written)).toBe(folded);
});

test("what is folded stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(foldUserName(foldUserName(text))).toBe(foldUserName(text));
    }),
  );
});
