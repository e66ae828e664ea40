import { expect, test } from "vitest";
import { wilson } from "../../../scripts/probe/stats/wilson";

// statsmodels 0.15 proportion_confint(method="wilson")
test.each([
  [8, 10, 0.49016247153664183, 0.9433178485456247],
  [0, 8, 0, 0.32440756488388034],
  [29, 31, 0.7928136326370187, 0.9821252164780855],
])("wilson(%i, %i)", (successes, trials, low, high) => {
  const interval = wilson(successes, trials);
  expect(interval[0]).toBeCloseTo(low, 12);
  expect(interval[1]).toBeCloseTo(high, 12);
});
