import { expect, test } from "vitest";
import { fivePercent, limitText, valueText, verdictOf } from "../../bench/figures";

test.each([
  [1, { most: 1 }, "met"],
  [1.01, { most: 1 }, "MISSED"],
  [8, { least: 8 }, "met"],
  [7.9, { least: 8 }, "MISSED"],
  [95, { least: 93, most: 97 }, "met"],
  [98, { least: 93, most: 97 }, "MISSED"],
  [92, { least: 93, most: 97 }, "MISSED"],
  [NaN, { most: 1 }, "not measured"],
  [NaN, undefined, "not measured"],
  [1, undefined, ""],
])("%d with a limit of %j is %s", (value, limit, verdict) => {
  expect(verdictOf({ value, limit })).toBe(verdict);
});

test("limits and values as people read them", () => {
  expect([limitText({ most: 180 }), limitText({ least: 93, most: 97 }), limitText()]).toEqual([
    "≤ 180",
    "≥ 93, ≤ 97",
    "",
  ]);
  expect(valueText({ figure: "", value: 3.456, unit: "s" })).toBe("3.46 s");
  expect(valueText({ figure: "", value: 12 })).toBe("12");
  expect(valueText({ figure: "", value: NaN, unit: "s", reason: "no CLI" })).toBe("no CLI");
});

test("a rate of 5 % may show 6.35 % in 1,000 runs", () => {
  expect(fivePercent(1_000).most).toBeCloseTo(6.35, 2);
});
