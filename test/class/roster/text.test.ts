import { expect, test } from "vitest";
import { cleanText, quoted, wordKey } from "../../../scripts/class/roster/text";

test.each([
  ["  a \t b\n", "a b"],
  ["Zoe\u0308", "Zo\u00eb"],
  ["\u202eAli\u202c\u200b\ufeff", "Ali"],
  ["a\u00a0\u3000b", "a b"],
  ["\u001b[31mred", "[31mred"],
  ["می\u200cخواهم", "می\u200cخواهم"],
  ["\u200dAnna\u200c", "Anna"],
  ['="007"', "007"],
  ['="=""x"""', '="x"'],
  ["'=1", "=1"],
  ["'tis", "'tis"],
])("%j says %j", (cell, text) => {
  expect(cleanText(cell)).toBe(text);
});

test("a message quotes so much of a cell", () => {
  expect(quoted(" a ")).toBe("'a'");
  expect(quoted("x".repeat(500))).toBe(`'${"x".repeat(80)}…'`);
});

test("words are compared without case, accents and signs", () => {
  expect(wordKey("E-Mail  Adresse")).toBe(wordKey("e_mailadresse"));
  expect(wordKey("Prénom")).toBe("prenom");
});
