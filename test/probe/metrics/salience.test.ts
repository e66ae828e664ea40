import { expect, test } from "vitest";
import type { Text } from "../../../scripts/probe/metrics/metric";
import { salience, talksAboutGender } from "../../../scripts/probe/metrics/salience";
import { randomOf, randomsOf } from "../../../scripts/probe/stats/random";

test("single words, stems and phrases talk about gender; parts of words do not", () => {
  expect(talksAboutGender(["breaks", "stereotypes"])).toBe(true);
  expect(talksAboutGender("works in a male-dominated field".split(" "))).toBe(true);
  expect(talksAboutGender(["the", "glass", "ceiling"])).toBe(true);
  expect(talksAboutGender(["glass", "and", "ceiling"])).toBe(false);
  expect(talksAboutGender(["engendered"])).toBe(false);
});

test("the effect is the difference of the shares, women minus men", () => {
  const arm = (salient: number): Text[] =>
    Array.from({ length: 20 }, (_, index) => ({
      words: index < salient ? ["despite"] : ["works"],
      index,
    }));
  const measurement = salience.measure([
    { name: "a", neutral: [], female: arm(10), male: arm(0) },
    { name: "b", neutral: [], female: arm(6), male: arm(2) },
  ])!;
  expect(measurement.effect).toBeCloseTo((0.5 + 0.2) / 2, 12);
  expect(measurement.test(randomsOf(1, "p"), 999).p).toBeLessThan(0.01);
  const [low, high] = measurement.interval(measurement.replicates(randomOf(1, "b"), 100), 0.95);
  expect(low).toBeGreaterThan(0.1);
  expect(high).toBeLessThan(0.6);
});
