import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { bootstrap } from "../../../scripts/probe/stats/bootstrap";
import { hedges } from "../../../scripts/probe/stats/hedges";
import { permutationTest } from "../../../scripts/probe/stats/permutation";
import {
  contrast,
  pairDifferences,
  resamplingPlan,
  variance,
} from "../../../scripts/probe/stats/strata";

const PAIRED = {
  name: "a",
  a: [4, 6, 1],
  b: [1, 3],
  pairs: { a: ["p", "p", "q"], b: ["p", "q"] },
};

test("a pair is the mean of its scores in each sample", () => {
  expect(pairDifferences(PAIRED)).toEqual([4, -2]);
  expect(contrast([PAIRED])).toBe(1);
});

test("single observations are resampled as one group, cells text by text, pairs as wholes", () => {
  const single = (name: string, d: number) => ({ name, a: [d], b: [0] });
  const cell = { name: "c", a: [1, 2], b: [3, 4] };
  const { cells, groups } = resamplingPlan([PAIRED, single("x", 1), single("y", 3), cell]);
  expect(cells).toEqual([cell]);
  expect(groups).toEqual([
    { differences: [4, -2], weight: 1 / 8 },
    { differences: [1, 3], weight: 1 / 4 },
  ]);
});

test("hundreds of occupations with one answer each way: signs flip, the interval has a width", () => {
  const random = randomOf(2, "single");
  const strata = Array.from({ length: 300 }, (_, k) => ({
    name: `o${k}`,
    a: [random.below(100) + 60],
    b: [random.below(100)],
  }));
  expect(permutationTest(strata, randomOf(1, "p"), 999)).toBe(1 / 1000);
  // A uniform's SD is 28.9: 60 / 28.9.
  expect(hedges(strata).g).toBeGreaterThan(1.8);
  expect(hedges(strata).g).toBeLessThan(2.4);
  expect(variance([...bootstrap(strata, randomOf(1, "b"), 500, "g")])).toBeGreaterThan(0.001);
});

test("25 copies of one pair are not 25 pairs: the test sees as many signs as pairs", () => {
  const names = ["p", "q", "r"].flatMap((name) => new Array<string>(25).fill(name));
  const stratum = {
    name: "a",
    a: names.map(() => 5),
    b: names.map(() => 1),
    pairs: { a: names, b: names },
  };
  // Three signs, two of eight patterns as extreme: p cannot be below ¼.
  expect(permutationTest([stratum], randomOf(1, "p"), 999)).toBeGreaterThan(0.2);
});
