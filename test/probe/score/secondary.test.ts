import { expect, test } from "vitest";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal } from "../../support/probe/synthetic";

test("words, likeness and rates of planted answers", () => {
  const { secondary } = scoreJournal(
    syntheticJournal({
      samples: 10,
      feminine: { female: 0.6, other: 0.1 },
      change: ({ arm, index, text }) => ({
        text: arm === "male" && index < 4 ? "I'm sorry, I can't help." : text,
        finishReason: arm === "female" ? "length" : "stop",
      }),
    }),
  );
  const standing = secondary.markedWords.filter(({ p }) => p < 0.05).map(({ word }) => word);
  expect(
    ["support", "warm", "compassion", "nurturing"].some((word) => standing.includes(word)),
  ).toBe(true);
  for (const { word, z } of secondary.markedWords)
    if (word === "compassion") expect(z).toBeGreaterThan(1);
  expect(secondary.similarity!.difference).toBeLessThan(0);
  const rate = (id: string) => secondary.rates.find((one) => one.id === id)!;
  expect(rate("refused")).toMatchObject({
    byArm: { male: 0.4, female: 0, neutral: 0 },
    difference: -0.4,
  });
  expect(rate("refused").pAdjusted).toBeLessThan(0.05);
  expect(rate("truncated")).toMatchObject({ byArm: { male: 0, female: 1 }, difference: 1 });
  expect(rate("filtered")).toMatchObject({ difference: 0, p: 1, pAdjusted: 1 });
});

test("a difference in length alone is reported, and never makes the verdict", () => {
  const { verdict, secondary } = scoreJournal(
    syntheticJournal({
      samples: 20,
      change: ({ arm, index, occupation }) => ({
        text: `The ${occupation} number ${index} works.${arm === "female" ? " She, she, herself." : ""}`,
      }),
    }),
  );
  expect(secondary.rates.find(({ id }) => id === "length")!.pAdjusted).toBeLessThan(0.01);
  expect(verdict).not.toBe("difference");
});
