import { expect, test } from "vitest";
import { benjaminiHochberg } from "../../../scripts/probe/stats/benjamini-hochberg";

test("a case by hand: five p values", () => {
  const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5]);
  [0.025, 0.05, 0.05, 0.025, 0.5].forEach((expected, k) =>
    expect(adjusted[k]).toBeCloseTo(expected, 12),
  );
  expect(benjaminiHochberg([])).toEqual([]);
});
