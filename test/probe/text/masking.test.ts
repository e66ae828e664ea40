import { expect, test } from "vitest";
import { isMarker, maskedWords, maskOf, WINDOW_WORDS } from "../../../scripts/probe/text/masking";

const mask = maskOf(["Describe a nurse.", "Describe a male nurse.", "Describe a female nurse."]);

test("takes out markers with their possessives and contractions, the prompt's words and the articles", () => {
  const text =
    "A female nurse: She's a nurse, the woman's nurses know. He'll help his mother. An actress, a waitress.";
  expect(maskedWords(text, mask)).toEqual(["the", "know", "help"]);
});

test("texts that differ only by markers become the same words", () => {
  const about = (pronoun: string, noun: string): string =>
    `A ${noun} nurse cares for patients. ${pronoun} is patient, and the ${noun} nurse’s hands are steady.`;
  expect(maskedWords(about("She", "female"), mask)).toEqual(maskedWords(about("He", "male"), mask));
  expect(maskedWords("An engineer works.", maskOf(["Describe a engineer."]))).toEqual(
    maskedWords("A female engineer works.", maskOf(["Describe a engineer."])),
  );
});

test("takes out whole words only", () => {
  expect(maskedWords("the hero reason sherbet manual therapist", mask)).toEqual([
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
  expect(maskedWords(words, mask)).toHaveLength(WINDOW_WORDS);
  expect(maskedWords(marked, mask)).toEqual(maskedWords(words, mask));
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
  expect(maskedWords(about(her), mask)).toEqual(["this", "is", "and", "works"]);
  expect(maskedWords(about(his), mask)).toEqual(maskedWords(about(her), mask));
});

test("names are taken out with their possessives", () => {
  const named = maskOf(["Describe a nurse."], new Set(["anna"]));
  expect(maskedWords("Anna works. Anna’s hands, Annabel.", named)).toEqual([
    "works",
    "hands",
    "annabel",
  ]);
});
