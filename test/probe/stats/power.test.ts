import { expect, test } from "vitest";
import {
  canShowEquivalence,
  designVariance,
  minimumDetectableEffect,
  varianceToDetect,
  varianceToShowEquivalence,
} from "../../../scripts/probe/stats/power";

/** Answers per cell of a design with five occupations and this variance. */
const perCell = (variance: number): number => Math.ceil(2 / (5 * variance));
const strata = (n: number) =>
  ["a", "b", "c", "d", "e"].map((name) => ({
    name,
    a: new Array<number>(n).fill(0),
    b: new Array<number>(n).fill(0),
  }));

test("regenerates the power table: answers per cell for power .80 at .05, and at the first step of Holm over six", () => {
  expect([0.2, 0.3, 0.5, 0.8].map((g) => perCell(varianceToDetect(g, 0.05)))).toEqual([
    79, 35, 13, 5,
  ]);
  expect([0.2, 0.3, 0.5, 0.8].map((g) => perCell(varianceToDetect(g, 0.05 / 6)))).toEqual([
    122, 54, 20, 8,
  ]);
});

test("equivalence at a margin of .3 takes 39 per cell", () => {
  expect(perCell(varianceToShowEquivalence(0.3))).toBe(39);
});

test("the minimum detectable effect is the inverse of the answers needed", () => {
  expect(designVariance(strata(40))).toBeCloseTo(2 / 200, 12);
  expect(varianceToDetect(minimumDetectableEffect(0.01, 0.05), 0.05)).toBeCloseTo(0.01, 12);
});

test("six answers per question cannot show a margin of .40, seven can", () => {
  expect(canShowEquivalence(designVariance(strata(6)), 0.4)).toBe(false);
  expect(canShowEquivalence(designVariance(strata(7)), 0.4)).toBe(true);
});
