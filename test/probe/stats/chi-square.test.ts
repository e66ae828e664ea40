import { expect, test } from "vitest";
import { chiSquareTail } from "../../../scripts/probe/stats/chi-square";

// scipy.stats.chi2.sf; the last by hand: e^(−x/2)
test.each([
  [3.841458820694124, 1, 0.05],
  [9.487729036781154, 4, 0.05],
  [11.344866730144373, 3, 0.01],
  [5, 2, Math.exp(-2.5)],
])("chiSquareTail(%f, %i)", (x, df, expected) => {
  expect(chiSquareTail(x, df)).toBeCloseTo(expected, 12);
});

test("nothing is above everything", () => {
  expect(chiSquareTail(0, 5)).toBe(1);
});
