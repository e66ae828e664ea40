import { expect, test } from "vitest";
import { jointPermutationTest } from "../../../scripts/probe/stats/joint-permutation";
import { minPTest } from "../../../scripts/probe/stats/min-p";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf } from "../../../scripts/probe/stats/random";
import type { Stratum } from "../../../scripts/probe/stats/strata";

const drawStrata = (seed: number, shifts: readonly number[], n: number): Stratum[] => {
  const random = randomOf(seed, "joint");
  const draw = (shift: number): number[] =>
    Array.from({ length: n }, () => normalDraw(random) + shift);
  return shifts.map((shift, k) => ({ name: `s${k}`, a: draw(shift), b: draw(0) }));
};
const tested = (seed: number, shifts: readonly number[], n: number, permutations = 199) =>
  jointPermutationTest(drawStrata(seed, shifts, n), randomOf(seed, "p"), permutations);

test("without a difference p is below .05 in about one case of twenty, for unequal strata too", () => {
  const runs = 600;
  let alarms = 0;
  let named = 0;
  for (let seed = 0; seed < runs; seed++) {
    const { p, strata } = tested(seed, [0, 0, 0, 0], 3 + (seed % 6), 99);
    if (p <= 0.05) alarms++;
    if (Math.min(...strata) <= 0.05) named++;
  }
  // 5 %, and three standard errors of 600 runs.
  const limit = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  expect(alarms).toBeLessThan(limit);
  expect(named).toBeLessThan(limit);
});

test("effects that cancel are found by the spread, and the strata that bear them are named", () => {
  const { p, statistics, strata } = tested(1, [1.2, -1.2, 0], 40);
  expect(p).toBeLessThan(0.02);
  expect(statistics.mean).toBeGreaterThan(0.05);
  expect(statistics.spread).toBeLessThan(0.02);
  expect(strata[0]).toBeLessThan(0.02);
  expect(strata[1]).toBeLessThan(0.02);
  expect(strata[2]).toBeGreaterThan(0.05);
});

test("an even effect is found by the mean", () => {
  const { p, statistics } = tested(2, [0.7, 0.7, 0.7, 0.7], 40, 999);
  expect(p).toBeLessThan(0.02);
  expect(statistics.mean).toBe(p);
});

test("single observations are tested by their mean alone", () => {
  const strata = drawStrata(
    3,
    Array.from({ length: 30 }, () => 1.5),
    1,
  );
  const { p, strata: single } = jointPermutationTest(strata, randomOf(1, "p"), 499);
  expect(p).toBeLessThan(0.01);
  expect(new Set(single)).toEqual(new Set([1]));
});

test("min-p is exact: of all 8 orders of three binary statistics the observed one is the most extreme", () => {
  // Bits of 1 to 7 are the permutations, 7 (all ones) was observed as well.
  const bit = (j: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((row) => (row >> j) & 1);
  // Each statistic is 1 in half of the eight rows: every row but 000 holds a p of .5.
  expect(minPTest([1, 1, 1], [bit(0), bit(1), bit(2)])).toEqual({
    p: 7 / 8,
    adjusted: [7 / 8, 7 / 8, 7 / 8],
  });
});
