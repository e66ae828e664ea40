import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { firstCopies } from "../../../scripts/probe/text/near-copies";

const WORDS = "plans notes tools early years method careful team busy steady leads support".split(
  " ",
);
const random = randomOf(3, "near copies");
const text = (words: number): string =>
  Array.from({ length: words }, () => WORDS[random.below(WORDS.length)]!).join(" ");

test("the same words are a copy, whatever their case, punctuation and figures", () => {
  const one = "She helps 2 people every day and keeps their notes.";
  const other = "she helps 3 people every day, and keeps their notes!";
  expect(firstCopies([one, text(10), other])).toEqual([0, 1, 0]);
  expect(firstCopies(["a label", "a label"])).toEqual([0, 1]);
});

test("a long text with a word changed or a clause added is a near-copy, one of other words is none", () => {
  const one = text(80);
  const changed = one
    .split(" ")
    .map((word, k) => (k === 40 ? "entirely" : word))
    .join(" ");
  expect(firstCopies([one, changed, `${one} and so on`, text(80)])).toEqual([0, 0, 0, 3]);
});

test("eight of ten triples are a near-copy, in either order", () => {
  const one = "she plans every day and then writes some short notes";
  const longer = `${one} for them`;
  expect(firstCopies([one, longer])).toEqual([0, 0]);
  expect(firstCopies([longer, one])).toEqual([0, 0]);
});

test("finds what comparing every pair finds", () => {
  const shingles = (one: string): Set<string> => {
    const words = one.split(" ");
    return new Set(words.slice(2).map((_, k) => words.slice(k, k + 3).join(" ")));
  };
  const likeness = (a: Set<string>, b: Set<string>): number => {
    const shared = [...a].filter((x) => b.has(x)).length;
    return shared / (a.size + b.size - shared);
  };
  const texts = Array.from({ length: 60 }, () => text(20));
  // Every third text is an earlier one with up to four words changed.
  const mixed = texts.map((one, k) =>
    k % 3 === 2 ? changedText(texts[random.below(k)]!, random.below(5)) : one,
  );
  const kept: number[] = [];
  const expected = mixed.map((one, k) => {
    const first = kept.find((other) => likeness(shingles(one), shingles(mixed[other]!)) >= 0.8);
    if (first === undefined) kept.push(k);
    return first ?? k;
  });
  expect(firstCopies(mixed)).toEqual(expected);
  expect(kept.length).toBeLessThan(60);
});

function changedText(original: string, changes: number): string {
  const words = original.split(" ");
  for (let k = 0; k < changes; k++) words[random.below(words.length)] = "unlike";
  return words.join(" ");
}
