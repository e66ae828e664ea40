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

test("places point into the original text", () => {
  const text = "İ am “Kind”.";
  const kind = tokenSpans(text).find(({ token }) => token === "kind");
  expect(text.slice(kind?.start, kind?.end)).toBe("Kind");
});
