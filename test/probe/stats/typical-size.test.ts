import { expect, test } from "vitest";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";
import { typicalSize } from "../../../scripts/probe/stats/typical-size";

/** Effects about their true values, in cells of `n`. */
const drawn = (truth: readonly number[], n: number, seed: number) => {
  const random = randomOf(seed, "typical size");
  const [variance, df] = [2 / n, 2 * n - 2];
  return typicalSize(
    truth.map((effect) => ({
      effect: effect + Math.sqrt(variance) * normalDraw(random),
      variance,
      ownVariance: variance,
      df,
    })),
  );
};

test("the upper bound holds the true size in 95 % of cases, whatever the signs", () => {
  const runs = 800;
  for (const truth of [
    [0.3, -0.3, 0.3, -0.3, 0.3],
    [0.7, 0, 0, 0, 0],
    [0.4, 0.4],
  ]) {
    const size = Math.sqrt(truth.reduce((sum, e) => sum + e * e, 0) / truth.length);
    let held = 0;
    for (let seed = 0; seed < runs; seed++) if (drawn(truth, 40, seed).upper(0.05) >= size) held++;
    expect(held / runs).toBeGreaterThan(0.925);
    expect(held / runs).toBeLessThan(0.975);
  }
});

test("an estimate never exceeds its bound, and is 0 where chance explains the effects", () => {
  for (let seed = 0; seed < 200; seed++) {
    const size = drawn([0, 0, 0.2], 5 + (seed % 40), seed);
    expect(size.upper(0.05)).toBeGreaterThanOrEqual(size.estimate);
  }
  const variance = 0.05;
  expect(typicalSize([{ effect: 0.1, variance, ownVariance: variance, df: 78 }]).estimate).toBe(0);
});

test("few strata that bear the variance count as few: the bound is wider", () => {
  const strata = (own: readonly number[]) =>
    own.map((ownVariance) => ({ effect: 0.3, variance: 0.05, ownVariance, df: 78 }));
  const even = typicalSize(strata([0.05, 0.05, 0.05, 0.05]));
  const uneven = typicalSize(strata([0.2, 0, 0, 0]));
  expect(uneven.equivalenceP(0.5)).toBeGreaterThan(even.equivalenceP(0.5));
});
