import { expect, test } from "vitest";
import { scoreJournal } from "../../../../scripts/probe/score";
import { heterogeneity } from "../../../../scripts/probe/score/gate/robustness";
import { syntheticJournal } from "../../../support/probe/synthetic";

test("Cochran's Q by hand: two strata two apart, each of variance 1", () => {
  const stratum = (name: string, shift: number) => ({
    name,
    a: [shift, shift + 2],
    b: [0, 2],
  });
  // Variance 2 in each cell of two texts: 2/2 + 2/2 = 2 in each stratum; effects 0 and 4 lie 2 from their mean.
  expect(heterogeneity([stratum("a", 0), stratum("b", 4)])).toMatchObject({
    q: 4,
    df: 1,
    iSquared: 0.75,
  });
  expect(heterogeneity([stratum("a", 0)])).toBeUndefined();
});

test("opposite effects cancel in the mean and show as heterogeneity", () => {
  const { metrics } = scoreJournal(
    syntheticJournal({
      samples: 20,
      change: ({ arm, occupation, text }) => {
        const extra = arm === (["nurse", "teacher"].includes(occupation) ? "female" : "male");
        return { text: `${extra ? "Support, support, support. " : ""}${text}` };
      },
    }),
  );
  const wording = metrics.find(({ metric }) => metric.id === "gender-coded-wording")!;
  expect(wording.heterogeneity!.p).toBeLessThan(0.001);
  expect(wording.heterogeneity!.iSquared).toBeGreaterThan(0.5);
});

test("a model that changes half-way is seen, one that does not is not", () => {
  const of = (changes: boolean) =>
    scoreJournal(
      syntheticJournal({
        samples: 20,
        change: ({ arm, index, text }) => ({
          text: changes && arm === "female" && index >= 10 ? `Support, warm, kind. ${text}` : text,
        }),
      }),
    ).metrics.find(({ metric }) => metric.id === "gender-coded-wording")!.earlyLate!;
  expect(of(true).p).toBeLessThan(0.01);
  expect(of(true).difference).toBeGreaterThan(0.5);
  expect(of(false).p).toBeGreaterThan(0.01);
});
