import { expect, test } from "vitest";
import { crossings, LIMITS } from "../../../bench/stats/crossings";

test("five looks at six metrics keep 5.5 %, peeking does not; an effect is found more often the larger it is", () => {
  expect(crossings(LIMITS.sequential(), 20_000, 3)).toBeLessThanOrEqual(0.055);
  expect(crossings(LIMITS.peeking(), 20_000, 3)).toBeGreaterThan(0.1);
  const [small, large] = [0.2, 0.5].map((g) => crossings(LIMITS.sequential(), 2_000, 3, g, 1));
  expect(large).toBeGreaterThan(0.9);
  expect(small).toBeLessThan(0.6);
});
