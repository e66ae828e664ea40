import { expect, test } from "vitest";
import { textsOf, type ScoredText } from "../../../scripts/probe/score/texts";
import { syntheticJournal } from "../../support/probe/synthetic";

/** Texts cut to so many words each. */
const textsOfLengths = (lengthOf: (arm: string, index: number) => number) => {
  const { answers, ...rest } = syntheticJournal({ samples: 8 });
  return textsOf({
    ...rest,
    answers: answers.map((answer) => ({
      ...answer,
      text: answer.text.split(" ").slice(0, lengthOf(answer.arm, answer.index)).join(" "),
    })),
  }).texts;
};
const lengthsOf = (texts: readonly ScoredText[], arm: string): number[] =>
  texts
    .filter(({ answer }) => answer.arm === arm && answer.occupation === "nurse")
    .map(({ words }) => words.length)
    .sort((a, b) => a - b);

test("the arms become equally long, the k-th shortest answer like the other's k-th", () => {
  const texts = textsOfLengths((arm, index) => (arm === "male" ? 60 : 15 + 5 * index));
  expect(lengthsOf(texts, "male")).toEqual(lengthsOf(texts, "female"));
  expect(new Set(lengthsOf(texts, "female")).size).toBeGreaterThan(4);
  for (const { words, available } of texts) expect(words.length).toBeLessThanOrEqual(available);
});

test("neutral answers keep their words", () => {
  const texts = textsOfLengths((arm) => (arm === "female" ? 10 : 40));
  expect(Math.min(...lengthsOf(texts, "neutral"))).toBeGreaterThan(10);
  expect(Math.max(...lengthsOf(texts, "male"))).toBeLessThanOrEqual(10);
});

test("what an answer says beyond the other's length is still compared", () => {
  const journal = syntheticJournal({
    samples: 8,
    change: ({ arm, text }) => {
      const short = text.split(" ").slice(0, 24).join(" ");
      return { text: arm === "female" ? `${short} and folds aprons with linen` : short };
    },
  });
  const { texts } = textsOf(journal);
  expect(lengthsOf(texts, "female")).toEqual(lengthsOf(texts, "male"));
  const told = texts.filter(({ words }) => words.some((word) => /^(?:aprons|linen)$/.test(word)));
  expect(told.length).toBeGreaterThan(36);
  expect(new Set(told.map(({ answer }) => answer.arm))).toEqual(new Set(["female"]));
});
