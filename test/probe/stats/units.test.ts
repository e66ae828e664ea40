import { expect, test } from "vitest";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";
import {
  covarianceOfMeans,
  signFlipTest,
  unitContrasts,
  unitInterval,
  unitMean,
} from "../../../scripts/probe/stats/units";

/** Units that depart from each other by SD 1 in all strata alike, and by SD 1 in each. */
function units(count: number, effects: readonly number[], seed: number): number[][] {
  const random = randomOf(seed, "units");
  return Array.from({ length: count }, () => {
    const common = normalDraw(random);
    return effects.map((effect) => effect + common + normalDraw(random));
  });
}

const p = (rows: number[][], most = 9_999) => signFlipTest(rows, randomOf(1, "p"), most);

test("units that agree exactly give the smallest p there is: 2 of all signs", () => {
  const rows = (count: number) => Array.from({ length: count }, () => [1, 1]);
  expect(p(rows(5)).statistics.mean).toBe(1 / 16);
  expect(p(rows(6)).statistics.mean).toBe(2 / 64);
  expect(p(rows(10)).p).toBe(2 / 1024);
});

test("five units never show a difference", () => {
  for (let seed = 0; seed < 50; seed++)
    expect(p(units(5, [9, 9, 9], seed)).p).toBeGreaterThanOrEqual(1 / 16);
});

test("what a unit has in common is no difference, one that all share is, and so are opposite ones", () => {
  const rejected = (effects: readonly number[]): number =>
    Array.from({ length: 60 }, (_, seed) => p(units(12, effects, seed), 499).p < 0.05).filter(
      Boolean,
    ).length;
  // 5 % of 60 is 3; 8 is 3 standard errors above.
  expect(rejected([0, 0, 0])).toBeLessThanOrEqual(8);
  expect(rejected([2, 2, 2])).toBeGreaterThan(54);
  expect(rejected([2, -2, 0])).toBeGreaterThan(54);
});

test("a unit without a difference in a stratum counts in the others", () => {
  const rows = units(12, [3, 3], 1).map((row, k) => (k === 0 ? [NaN, row[1]!] : row));
  const found = p(rows);
  expect(found.p).toBeLessThan(0.01);
  expect(unitContrasts(rows)[0]).toBe(rows[0]![1]);
  expect(covarianceOfMeans(rows).flat().every(Number.isFinite)).toBe(true);
});

test("intervals hold the truth in 95 % of cases, from five units on", () => {
  const runs = 500;
  for (const count of [5, 8, 30]) {
    let held = 0;
    for (let seed = 0; seed < runs; seed++) {
      const values = unitContrasts(units(count, [0.4, 0.4], seed));
      const [low, high] = unitInterval(unitMean(values), 0.95);
      if (low <= 0.4 && high >= 0.4) held++;
    }
    expect(held / runs).toBeGreaterThan(0.93);
    expect(held / runs).toBeLessThan(0.975);
  }
});
