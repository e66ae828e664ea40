import { expect, test } from "vitest";
import { answersToDetect, answersToShowInside, powerTable } from "../../../bench/stats/power-table";

test("regenerates the published tables", () => {
  expect([0.2, 0.3, 0.5, 0.8].map((g) => answersToDetect(g).alone)).toEqual([79, 35, 13, 5]);
  expect([0.2, 0.3, 0.5, 0.8].map((g) => answersToDetect(g).firstOfSix)).toEqual([122, 54, 20, 8]);
  expect([0.3, 0.4].map(answersToShowInside)).toEqual([39, 22]);
});

test("prints them, and how often all six land inside", () => {
  const lines = powerTable();
  expect(lines).toContain("  g 0.3    35   54");
  expect(lines).toContain("  0.30    39");
  // One look, five looks, the weakest measure (the AUC), the mean of the six.
  expect(lines).toContain("    40   63 %  57 %  70 %  93 %");
});
