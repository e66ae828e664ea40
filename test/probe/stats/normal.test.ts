import { expect, test } from "vitest";
import { normalQuantile } from "../../../scripts/probe/stats/normal";

// scipy.stats.norm.ppf, scipy 1.17.1
test.each([
  [1e-10, -6.361340902404056],
  [0.001, -3.090232306167813],
  [0.025, -1.9599639845400545],
  [0.2, -0.8416212335729142],
  [0.5, 0],
  [0.7, 0.5244005127080407],
  [0.975, 1.959963984540054],
  [0.9999, 3.719016485455709],
])("normalQuantile(%f)", (p, expected) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 13);
});

test.each([0, 1, -0.1, Number.NaN])("%f has no quantile", (p) => {
  expect(() => normalQuantile(p)).toThrow(RangeError);
});
