import { expect, test } from "vitest";
import { namesIn, type WrittenText } from "../../../scripts/probe/text/names";
import { randomOf } from "../../../scripts/probe/stats/random";

const about = (arm: WrittenText["arm"], ...texts: string[]): WrittenText[] =>
  texts.map((text) => ({ arm, text }));
const found = (...texts: WrittenText[][]): string[] =>
  namesIn(texts.flat()).map(({ word, isKnown }) => (isKnown ? word : `${word}?`));

test("a common given name, and the word after it, wherever they have a capital", () => {
  expect(
    found(about("female", "Anna Quill is a nurse. Quill works."), about("male", "He works.")),
  ).toEqual(["anna", "quill"]);
});

test.each([
  ["Dr. Quill plans. Quill works.", ["quill"]],
  ["Ms. Zorba Quill plans the day.", ["zorba", "quill"]],
  ["Professor Quill’s days are long.", ["quill"]],
  ["J. R. Quill plans the day.", ["quill"]],
  ["Anne-Marie Quill plans the day.", ["anne-marie", "quill"]],
])("%s has known names, though no list holds them", (text, names) => {
  expect(found(about("female", text), about("male", "The worker plans."))).toEqual(names);
});

test.each(["A. Nurturing and calm.\nB. Patience.", "The U.S. Army trains, and Vitamin C. Grows."])(
  "%j has none",
  (text) => {
    expect(found(about("female", text), about("male", "The worker plans."))).toEqual([]);
  },
);

test("days, months and languages are no names, however one-sided", () => {
  const text = "The worker meets us on Mondays in December and speaks Spanish.";
  const others = about("male", ...Array.from({ length: 6 }, () => "The worker plans the day."));
  expect(found(about("female", ...Array.from({ length: 6 }, () => text)), others)).toEqual([]);
});

/** Made-up names, which no list holds. */
const random = randomOf(3, "names");
const syllable = (): string => "bdfgklmnprstvz"[random.below(14)]! + "aeiou"[random.below(5)]!;
const madeUp = Array.from({ length: 12 }, () => {
  const name = syllable() + syllable() + syllable();
  return name.charAt(0).toUpperCase() + name.slice(1);
});

test.each(madeUp)("%s begins two sentences, or stands inside one, in one arm only", (name) => {
  const others = about("male", ...Array.from({ length: 6 }, () => "The worker plans the day."));
  const twice = Array.from({ length: 4 }, () => `${name} is here. ${name} plans the day.`);
  const inside = Array.from({ length: 4 }, () => `The worker whom we call ${name} plans the day.`);
  expect(found(about("female", ...twice), others)).toEqual([`${name.toLowerCase()}?`]);
  expect(found(about("female", ...inside), others)).toEqual([`${name.toLowerCase()}?`]);
  const both = about("male", ...inside);
  expect(found(about("female", ...inside), both)).toEqual([]);
});

test("a given name that is always in lower case, in one arm only, and has no other meaning", () => {
  const texts = Array.from({ length: 4 }, () => "the worker whom we call anna has grace.");
  const others = about("male", ...Array.from({ length: 4 }, () => "the worker plans the day."));
  expect(found(about("female", ...texts), others)).toEqual(["anna?"]);
  expect(found(about("female", ...texts), about("male", ...texts))).toEqual([]);
});

test.each([
  ["a word in lower case", "The worker folds linen and hums."],
  ["the first word of a sentence", "Linen is folded here. The worker hums."],
  ["a word that is in lower case elsewhere", "We like Linen and linen here. Linen is fine."],
  ["a heading", "**Linen and Patience:** the worker hums\nLinen Care And Other Duties"],
  ["a list", "- Linen\n- Patience\nLinen, Patience, Calm, Order"],
  ["an abbreviation", "The worker of the ICU has a degree as an RN in town."],
])("%s is no name, however one-sided", (_, text) => {
  const others = about("male", ...Array.from({ length: 6 }, () => "He plans the day."));
  expect(found(about("female", ...Array.from({ length: 6 }, () => text)), others)).toEqual([]);
});

test("sides are shares of each arm: five answers do not make the other arm's words one-sided", () => {
  const many = Array.from(
    { length: 40 },
    (_, k) => `The worker meets us on ${k % 4 ? "Mondays" : "days"} here.`,
  );
  expect(
    found(about("female", ...many), about("male", "He meets us on Mondays, we think.")),
  ).toEqual([]);
});
