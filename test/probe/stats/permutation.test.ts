import { expect, test } from "vitest";
import { randomOf } from "../../../scripts/probe/stats/random";
import { permutationTest } from "../../../scripts/probe/stats/permutation";

test("comes close to the exact p of all 70 relabellings (scipy.stats.permutation_test: 0.0857)", () => {
  const strata = [{ name: "a", a: [5, 6, 7, 9], b: [1, 2, 3, 6.5] }];
  // Three standard errors of 9,999 draws.
  expect(Math.abs(permutationTest(strata, randomOf(3, "p")) - 0.08571428571428572)).toBeLessThan(
    0.0084,
  );
});

test("is never zero: the smallest p is 1 / (R + 1)", () => {
  const far = Array.from({ length: 20 }, (_, k) => 100 + k);
  const near = Array.from({ length: 20 }, (_, k) => k);
  expect(permutationTest([{ name: "a", a: far, b: near }], randomOf(1, "p"), 999)).toBe(1 / 1000);
});

test("shuffles within strata only: a difference between strata is none between the samples", () => {
  const strata = [
    { name: "low", a: [1, 2, 1, 2], b: [2, 1, 2, 1] },
    { name: "high", a: [91, 92, 91, 92], b: [92, 91, 92, 91] },
  ];
  expect(permutationTest(strata, randomOf(1, "p"), 999)).toBe(1);
});

test("opposite differences in two strata cancel, one in the same direction adds up", () => {
  const up = { name: "a", a: [4, 5, 6, 5], b: [1, 2, 1, 2] };
  const down = { name: "b", a: up.b, b: up.a };
  expect(permutationTest([up, down], randomOf(1, "p"), 999)).toBe(1);
  expect(permutationTest([up, { ...up, name: "b" }], randomOf(1, "p"), 999)).toBeLessThan(0.01);
});

test("under no difference small p values are as rare as they should be", () => {
  const random = randomOf(8, "null");
  const draw = (): number[] => Array.from({ length: 6 }, () => random.below(1000));
  let rejected = 0;
  for (let s = 0; s < 400; s++) {
    const strata = ["a", "b", "c"].map((name) => ({ name, a: draw(), b: draw() }));
    if (permutationTest(strata, randomOf(s, "p"), 199) < 0.05) rejected++;
  }
  // 5 % of 400 is 20; 3.5 standard errors above is 35.
  expect(rejected).toBeLessThanOrEqual(35);
  expect(rejected).toBeGreaterThan(5);
});
