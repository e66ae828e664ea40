import { expect, test } from "vitest";
import { tokenSpans, tokenize } from "../../../scripts/probe/text/tokenize";

test("keeps inner hyphens and apostrophes, typographic ones too, and nothing else", () => {
  expect(tokenize("Self-reliant; she’s “kind”, isn't she? 24/7 – o'clock-")).toEqual([
    "self-reliant",
    "she's",
    "kind",
    "isn't",
    "she",
    "o'clock",
  ]);
  expect(tokenize("")).toEqual([]);
});

test("accents do not cut a word: a name, and no letters beside it", () => {
  expect(tokenize("Léa, Zoë and ŁUKASZ met Søren Müßig; naïve")).toEqual(
    "lea zoe and lukasz met soren musig naive".split(" "),
  );
  expect(tokenize("l’été 5×3")).toEqual(["l'ete"]);
});

test("places point into the original text", () => {
  const text = "İ am “Kind”.";
  const kind = tokenSpans(text).find(({ token }) => token === "kind");
  expect(text.slice(kind?.start, kind?.end)).toBe("Kind");
});

test("a character beyond ASCII changes nothing about the rest of a text", () => {
  const text = "She leads; THEIR self-reliance isn't 24/7 luck.";
  expect(tokenize(`${text} –`)).toEqual(tokenize(text));
});
