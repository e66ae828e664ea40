import { expect, test } from "vitest";
import {
  coverageOfAuc,
  coverageOfG,
  coverageOfRisk,
  type Coverage,
} from "../../../bench/stats/coverage";

/** 95 % of 200 holds within 3 standard errors. */
const holds = ({ mean, spread, occupation }: Coverage): void => {
  for (const covered of [mean, spread, occupation]) {
    expect(covered).toBeGreaterThan(0.9);
    expect(covered).toBeLessThan(0.996);
  }
};

test.each([
  ["the same everywhere", [0.5, 0.5, 0.5, 0.5, 0.5]],
  ["cancelling", [0.5, -0.5, 0.5, -0.5, 0]],
])("mean, typical size and each occupation of g at 40 per cell: %s", (_, effects) => {
  holds(coverageOfG(200, 40, 300, effects, 2));
});

test("a typical size of zero is below every bound", () => {
  expect(coverageOfG(40, 8, 100, [0, 0, 0, 0, 0], 2).spread).toBe(1);
});

test.each([0, 0.3])(
  "a cross-fitted AUC and the occupations' own, with a surplus of %d",
  (surplus) => {
    holds(coverageOfAuc(200, 16, 200, surplus, 2).coverage);
  },
);

test.each([0.1, 0.25])("risk differences, %d against .1", (female) => {
  const { mean, spread, occupation } = coverageOfRisk(2_000, 40, { female, male: 0.1 }, 2);
  for (const covered of [mean, occupation]) {
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.97);
  }
  expect(spread).toBeGreaterThan(0.93);
});
