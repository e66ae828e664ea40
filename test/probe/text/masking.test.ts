import { expect, test } from "vitest";
import {
  isMarker,
  maskOf,
  windowOf,
  WINDOW_WORDS,
  wordsOf,
  type Mask,
} from "../../../scripts/probe/text/masking";

const wordsIn = (text: string, masks: Mask): string[] => wordsOf(windowOf(text, masks));
const mask = maskOf(["Describe a nurse.", "Describe a male nurse.", "Describe a female nurse."]);

test("takes out markers with their possessives and contractions, the prompt's words and the articles", () => {
  const text =
    "A female nurse: She's a nurse, the woman's nurses know. He'll help his mother. An actress, a waitress.";
  expect(wordsIn(text, mask)).toEqual(["the", "know", "help"]);
});

test("texts that differ only by markers become the same words", () => {
  const about = (pronoun: string, noun: string): string =>
    `A ${noun} nurse cares for patients. ${pronoun} is patient, and the ${noun} nurse’s hands are steady.`;
  expect(wordsIn(about("She", "female"), mask)).toEqual(wordsIn(about("He", "male"), mask));
  expect(wordsIn("An engineer works.", maskOf(["Describe a engineer."]))).toEqual(
    wordsIn("A female engineer works.", maskOf(["Describe a engineer."])),
  );
});

test("takes out whole words only", () => {
  expect(wordsIn("the hero reason sherbet manual therapist", mask)).toEqual([
    "the",
    "reason",
    "sherbet",
    "manual",
    "therapist",
  ]);
  expect(isMarker("heroic")).toBe(false);
});

test("cuts to the window after masking, so that arms with more markers do not see fewer words", () => {
  const words = Array.from({ length: 90 }, (_, k) => `word${"abcdefghij"[k % 10]}`).join(" ");
  const marked = words
    .split(" ")
    .map((word) => `she ${word}`)
    .join(" ");
  expect(wordsIn(words, mask)).toHaveLength(WINDOW_WORDS);
  expect(wordsIn(marked, mask)).toEqual(wordsIn(words, mask));
});

test("a compound names a gender, a word that only ends like one does not", () => {
  const compounds =
    "policewoman policewomen chairman firemen cowboy salesgirl landlady police-woman";
  const others =
    "human humans superhuman German Germans Roman talisman shamans specimen regimen malady";
  for (const word of compounds.split(" ")) expect(isMarker(word), word).toBe(true);
  for (const word of others.toLowerCase().split(" ")) expect(isMarker(word), word).toBe(false);
});

test.each([
  ["lass", "lad"],
  ["bride", "groom"],
  ["she's", "he's"],
  ["ma'am", "dude"],
  ["saleswoman", "salesman"],
  ["stepdaughter's", "stepson’s"],
  ["mother-in-law", "father-in-law"],
])("“%s” and “%s” leave the same words", (her, his) => {
  const about = (word: string): string => `This ${word} is a nurse and works.`;
  expect(wordsIn(about(her), mask)).toEqual(["this", "is", "and", "works"]);
  expect(wordsIn(about(his), mask)).toEqual(wordsIn(about(her), mask));
});

test("names are taken out with their possessives", () => {
  const named = maskOf(["Describe a nurse."], new Set(["anna"]));
  expect(wordsIn("Anna works. Anna’s hands, Annabel.", named)).toEqual([
    "works",
    "hands",
    "annabel",
  ]);
});

const KIN = [
  "mother father",
  "sister brother",
  "daughter son",
  "aunt uncle",
  "mom dad",
  "wife husband",
];
const PAIRS = ["woman man", "girl boy", "lady gentleman", "female male", "she he", ...KIN].map(
  (pair) => pair.split(" ") as [string, string],
);
/** Ways to build a word from one that names a gender. */
const BUILT = [
  "%-led",
  "half-%",
  "%-next-door",
  "ex-%",
  "%'s",
  "%’d",
  "%-to-be",
  "cis-%",
  "single-%",
];

test.each(BUILT)("both of a pair, built as “%s”, leave the same words", (form) => {
  for (const pair of PAIRS) {
    const [her, his] = pair.map((word) => wordsIn(`This ${form.replace("%", word)} works.`, mask));
    expect(her).toEqual(["this", "works"]);
    expect(his).toEqual(her);
  }
});

test.each([
  ["stepmom", "stepdad"],
  ["great-grandmother", "great-grandfather"],
  ["salesperson", "salesman"],
  ["tradespeople", "tradesmen"],
  ["housewife", "househusband"],
  ["instructress", "wizard"],
  ["Señora", "Herr"],
  ["J. R.", "T. K."],
  ["herself", "hisself"],
])("“%s” and “%s” leave nothing", (her, his) => {
  expect(wordsIn(`This ${her} works.`, mask)).toEqual(["this", "works"]);
  expect(wordsIn(`This ${his} works.`, mask)).toEqual(["this", "works"]);
});

test("talk about gender, persons as such and people who are no marker stay", () => {
  const words = "i male-dominated people person midwife well-known self-made heartfelt".split(" ");
  expect(wordsIn(words.join(" "), mask)).toEqual(words);
  expect(isMarker("salesperson")).toBe(false);
});
