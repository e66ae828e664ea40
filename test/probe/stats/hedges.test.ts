import { expect, test } from "vitest";
import { hedges, hedgesCorrection } from "../../../scripts/probe/stats/hedges";

const STRATA = [
  { name: "a", a: [3.1, 4.2, 5.0, 2.2], b: [1.0, 2.5, 3.1, 2.2] },
  { name: "b", a: [7.5, 6.1, 8.8], b: [6.4, 6.0, 5.1, 7.7] },
];

test("matches the formula computed with numpy: D, pooled SD over 11 degrees of freedom, g", () => {
  const { g, difference, sd } = hedges(STRATA);
  expect(difference).toBeCloseTo(1.295833333333333, 12);
  expect(sd).toBeCloseTo(1.1287227965781288, 12);
  expect(g).toBeCloseTo(1.0679560652478668, 12);
});

test("a case by hand: two cells 1,3 and 5,7, one stratum: D 4, SD √2, df 2, J 1 − 3/7", () => {
  const { g } = hedges([{ name: "a", a: [5, 7], b: [1, 3] }]);
  expect(g).toBeCloseTo((4 / Math.SQRT2) * (4 / 7), 12);
  expect(hedgesCorrection(2)).toBeCloseTo(4 / 7, 12);
});

test("every occupation weighs the same, whatever its number of answers", () => {
  const many = Array.from({ length: 50 }, (_, k) => k % 2);
  const { difference } = hedges([
    { name: "a", a: many, b: many },
    { name: "b", a: [3, 4], b: [1, 2] },
  ]);
  expect(difference).toBeCloseTo(1, 12);
});

test("swapping the samples changes the sign and nothing else", () => {
  const swapped = STRATA.map(({ name, a, b }) => ({ name, a: b, b: a }));
  expect(hedges(swapped).g).toBeCloseTo(-hedges(STRATA).g, 12);
});

test("equal constant texts have no effect; constant unequal ones a finite one", () => {
  expect(hedges([{ name: "a", a: [2, 2], b: [2, 2] }]).g).toBe(0);
  const { g } = hedges([{ name: "a", a: [3, 3], b: [2, 2] }]);
  expect(g).toBeGreaterThan(0);
  expect(Number.isFinite(g)).toBe(true);
});
