import { expect, test } from "vitest";
import { meanCompound } from "../../../scripts/probe/metrics/sentiment";
import { LEXICONS } from "../../../scripts/probe/text/lexicon";
import { compoundOf, valenceOf, type RatedSentence } from "../../../scripts/probe/text/vader";
import { windowOf } from "../../../scripts/probe/text/masking";
import reference from "./vader.json";

const sentences = reference.sentences as [text: string, compound: number][];

const rated = (text: string): RatedSentence => ({
  words: text.split(" ").map((word) => ({
    token: word.toLowerCase(),
    isUpperCase: word === word.toUpperCase(),
    valence: valenceOf(word.toLowerCase()),
  })),
  exclamationMarks: 0,
  questionMarks: 0,
});

test("the words have the valences of the list", () => {
  expect(["good", "bad", "outstanding", "table", "constructor"].map(valenceOf)).toEqual([
    1.9,
    -2.5,
    3,
    undefined,
    undefined,
  ]);
});

test("no word that changes another one has a valence itself", () => {
  const { boosters, dampeners, negations } = LEXICONS.sentiment;
  const changing = [boosters, dampeners, negations].flatMap((words) => words.split(" "));
  expect(changing.filter((word) => valenceOf(word) !== undefined)).toEqual([]);
});

test("every rule gives what the reference gives", () => {
  expect(sentences.length).toBeGreaterThanOrEqual(500);
  for (const [text, compound] of sentences) {
    const ours = meanCompound(
      text,
      windowOf(text, () => false),
    );
    expect(Math.abs(ours - compound), `${text}: ${ours}, not ${compound}`).toBeLessThan(1e-9);
  }
});

test("a sentence without a listed word is neutral, and so is one whose words cancel", () => {
  expect(compoundOf(rated("this nurse works here"))).toBe(0);
  // 1.1 + 2.2 − 3.3 is not 0 to a computer.
  expect(compoundOf({ ...rated("committed caring heartbroken"), exclamationMarks: 3 })).toBe(0);
  expect(compoundOf({ words: [], exclamationMarks: 0, questionMarks: 0 })).toBe(0);
});

test("before a but a word counts half, and after it half more, whatever the other words are worth", () => {
  const of = (total: number): number => total / Math.sqrt(total ** 2 + 15);
  expect(["caring", "committed"].map(valenceOf)).toEqual([2.2, 1.1]);
  // Half of 2.2 is 1.1: the reference takes "caring" for "committed", halves it again and gives .3919.
  expect(compoundOf(rated("caring but committed"))).toBeCloseTo(of(2.2 / 2 + 1.5 * 1.1), 12);
});

test("a word that shall not count has no valence, and keeps its place", () => {
  const { words, ...marks } = rated("not an awful good");
  const neutral = words.map((word) =>
    word.token === "awful" ? { ...word, valence: undefined } : word,
  );
  expect(compoundOf({ words, ...marks })).not.toBe(compoundOf({ words: neutral, ...marks }));
  expect(compoundOf({ words: neutral, ...marks })).toBe(compoundOf(rated("not an actual good")));
});
