import { expect, test } from "vitest";
import { falseAlarms, sequentialFalseAlarms } from "../../../bench/stats/calibration";

test("A/A splits: the whole gate raises few false alarms", () => {
  // R = 199: fewer could never reach .05 after Holm over six. 5 % of 120 is 6; 13 is 3 standard errors above.
  expect(falseAlarms(120, 8, 199, 5)).toBeLessThanOrEqual(13 / 120);
});

test("A/A runs that are looked at five times raise few either", () => {
  // 5 % of 30 is 1.5; 5 is 3 standard errors above. R = 499: the last look's level is .0075.
  expect(sequentialFalseAlarms(30, 499, 5)).toBeLessThanOrEqual(5 / 30);
});
