import { expect, test } from "vitest";
import { jointPermutationTest } from "../../../scripts/probe/stats/joint-permutation";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf, randomsOf } from "../../../scripts/probe/stats/random";
import type { Stratum } from "../../../scripts/probe/stats/strata";

const drawStrata = (seed: number, shifts: readonly number[], n: number): Stratum[] => {
  const random = randomOf(seed, "joint");
  const draw = (shift: number): number[] =>
    Array.from({ length: n }, () => normalDraw(random) + shift);
  return shifts.map((shift, k) => ({ name: `s${k}`, a: draw(shift), b: draw(0) }));
};
const tested = (seed: number, shifts: readonly number[], n: number, permutations = 199) =>
  jointPermutationTest(drawStrata(seed, shifts, n), randomsOf(seed, "p"), permutations);

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
  const { p, strata: single } = jointPermutationTest(strata, randomsOf(1, "p"), 499);
  expect(p).toBeLessThan(0.01);
  expect(new Set(single)).toEqual(new Set([1]));
});

test("measures of the same observations are permuted alike, also where one lacks a stratum", () => {
  const strata = drawStrata(5, [0.3, 0, 0.2], 12);
  const of = (some: readonly Stratum[]) => jointPermutationTest(some, randomsOf(1, "p"), 299);
  const twice = strata.map(({ name, a, b }) => ({
    name,
    a: a.map((value) => 2 * value),
    b: b.map((value) => 2 * value),
  }));
  expect(of(twice).relabelled).toEqual(of(strata).relabelled);
  expect(of(strata.slice(1)).relabelled).toEqual(of(twice.slice(1)).relabelled);
  // A stratum alone shows its own permutations: the second is the same beside the first.
  const flat = strata.map((one, k) =>
    k === 1 ? one : { ...one, a: one.a.map(() => 0), b: one.b.map(() => 0) },
  );
  const mean = (some: readonly Stratum[]) => of(some).relabelled;
  expect(mean(flat)).toEqual(mean([flat[1]!]));
});
