import { expect, test } from "vitest";
import { genderCodedWording } from "../../../scripts/probe/metrics/gender-coded-wording";

test("is masculine minus feminine words per 100", () => {
  // lead, determined: masculine; supportive, kind, children: feminine; 10 words.
  const words = "they lead determined teams supportive and kind with children here".split(" ");
  expect(genderCodedWording.score({ words })).toBeCloseTo(-10, 12);
});

test("a word counts once, however many stems fit it", () => {
  expect(genderCodedWording.score({ words: ["dominant"] })).toBe(100);
  expect(genderCodedWording.score({ words: ["interpersonal"] })).toBe(-100);
});

test("misleading insides of words count nothing, nor does a text without words", () => {
  expect(
    genderCodedWording.score({ words: ["table", "called", "kindergarten", "unsupported"] }),
  ).toBe(0);
  expect(genderCodedWording.score({ words: [] })).toBe(0);
});
