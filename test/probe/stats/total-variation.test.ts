import { expect, test } from "vitest";
import { totalVariation } from "../../../scripts/probe/stats/total-variation";

test("is half the sum of the differences", () => {
  expect(totalVariation([0.9, 0.1], [0.5, 0.5])).toBeCloseTo(0.4, 12);
  expect(totalVariation([0.2, 0.3, 0.5], [0.2, 0.3, 0.5])).toBe(0);
  expect(totalVariation([1, 0], [0, 1])).toBe(1);
});
