import { expect, test } from "vitest";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";
import { typicalSize, typicalSizeOfMeans } from "../../../scripts/probe/stats/typical-size";
import { columnOf, covarianceOfMeans, unitMean } from "../../../scripts/probe/stats/units";

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

test("the bound of means over units holds the size in whatever direction they lie", () => {
  const [units, runs] = [12, 200];
  for (const truth of [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [1, 0, 0, 0],
  ]) {
    let held = 0;
    for (let seed = 0; seed < runs; seed++) {
      const random = randomOf(seed, "correlated");
      const rows = Array.from({ length: units }, () => {
        const common = 0.6 * normalDraw(random);
        return truth.map((effect) => effect + common + 0.4 * normalDraw(random));
      });
      const means = truth.map((_, k) => unitMean(columnOf(rows, k)).mean);
      const size = typicalSizeOfMeans(means, covarianceOfMeans(rows), units - 1);
      if (size.upper(0.05) >= 0.5) held++;
    }
    // 93 % is 1.3 standard errors below 95 %.
    expect(held / runs).toBeGreaterThan(0.93);
  }
});
