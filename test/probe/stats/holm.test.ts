import { expect, test } from "vitest";
import { holm } from "../../../scripts/probe/stats/holm";

test("matches statsmodels 0.15 multipletests(method='holm'), in the order given", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.5]);
  [0.04, 0.09, 0.09, 0.025, 0.5].forEach((expected, k) =>
    expect(adjusted[k]).toBeCloseTo(expected, 12),
  );
});

test("never exceeds 1 and never decreases along the order of p", () => {
  expect(holm([0.4, 0.6, 0.9])).toEqual([1, 1, 1]);
  expect(holm([])).toEqual([]);
});
