import { expect, test } from "vitest";
import { binomialTest } from "../../../scripts/probe/stats/binomial";

// scipy.stats.binomtest, scipy 1.17.1
test.each([
  [8, 10, 0.5, 0.109375],
  [7, 7, 0.5, 0.015625],
  [0, 8, 0.896, 1.3685690504052717e-8],
  [3, 40, 0.107, 0.7962553057350502],
  [20, 31, 0.71, 0.4315743050112336],
])("binomialTest(%i, %i, %f)", (successes, trials, probability, expected) => {
  expect(binomialTest(successes, trials, probability) / expected).toBeCloseTo(1, 10);
});

test("no trials say nothing", () => {
  expect(binomialTest(0, 0, 0.5)).toBe(1);
});
