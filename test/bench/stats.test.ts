import { expect, test } from "vitest";
import { coverage, crossings, falseAlarms, LIMITS } from "../../scripts/bench/stats";

test("A/A splits: the whole gate raises few false alarms", () => {
  // R = 199: fewer could never reach .05 after Holm over six. 5 % of 120 is 6; 13 is 3 standard errors above.
  expect(falseAlarms(120, 8, 199, 5)).toBeLessThanOrEqual(13 / 120);
});

test("the 95 % interval at 40 per cell covers", () => {
  const covered = coverage(200, 40, 300, 0.5, 2);
  expect(covered).toBeGreaterThan(0.9);
  expect(covered).toBeLessThan(0.995);
});

test("five looks at six metrics keep 5.5 %, peeking does not; an effect is found more often the larger it is", () => {
  expect(crossings(LIMITS.sequential(), 20_000, 3)).toBeLessThanOrEqual(0.055);
  expect(crossings(LIMITS.peeking(), 20_000, 3)).toBeGreaterThan(0.1);
  const [small, large] = [0.2, 0.5].map((g) => crossings(LIMITS.sequential(), 2_000, 3, g, 1));
  expect(large).toBeGreaterThan(0.9);
  expect(small).toBeLessThan(0.6);
});
