import { expect, test } from "vitest";
import { markedness } from "../../../scripts/probe/metrics/markedness";
import type { Text } from "../../../scripts/probe/metrics/metric";

const texts = (...all: string[]): Text[] =>
  all.map((words, index) => ({ words: words.split(" "), index }));

test("A is sim(N, M) − sim(N, F): positive when the unmarked answers read as the male ones", () => {
  const measurement = markedness.measure([
    {
      name: "chef",
      neutral: texts("cooks leads", "cooks plans"),
      male: texts("cooks leads", "leads plans"),
      female: texts("bakes smiles", "bakes cares"),
    },
  ])!;
  const [stratum] = measurement.strata;
  // Nothing in common with the neutral answers: distance 1.
  expect(stratum!.a).toEqual([1, 1]);
  for (const distance of stratum!.b) expect(distance).toBeLessThan(0.9);
  expect(measurement.difference).toBeGreaterThan(0.1);
  expect(measurement.effect).toBeGreaterThan(0);
  expect(stratum!.reference!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
});

test("swapping the arms turns the sign, and without neutral answers there is nothing to compare with", () => {
  const stratum = {
    name: "chef",
    neutral: texts("a b", "a c"),
    female: texts("a d", "b c", "d e"),
    male: texts("a b", "c d", "a c"),
  };
  const effect = (one: typeof stratum): number => markedness.measure([one])!.effect;
  expect(effect({ ...stratum, female: stratum.male, male: stratum.female })).toBeCloseTo(
    -effect(stratum),
    12,
  );
  expect(markedness.measure([{ ...stratum, neutral: [] }])).toBeUndefined();
});
