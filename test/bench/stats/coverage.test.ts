import { expect, test } from "vitest";
import { coverageOfAuc, coverageOfG, coverageOfRisk } from "../../../bench/stats/coverage";

/** 95 % of 200 holds within 3 standard errors. */
const holds = (covered: number): void => {
  expect(covered).toBeGreaterThan(0.9);
  expect(covered).toBeLessThan(0.996);
};

test("the 95 % interval of g at 40 per cell covers", () => {
  holds(coverageOfG(200, 40, 300, 0.5, 2));
});

test.each([0, 0.3])("that of a cross-fitted AUC covers, with a surplus of %d", (surplus) => {
  holds(coverageOfAuc(200, 16, 200, surplus, 2).covered);
});

test.each([0.1, 0.25])("that of a risk difference covers, %d against .1", (female) => {
  const covered = coverageOfRisk(2_000, 40, { female, male: 0.1 }, 2);
  expect(covered).toBeGreaterThan(0.93);
  expect(covered).toBeLessThan(0.97);
});
