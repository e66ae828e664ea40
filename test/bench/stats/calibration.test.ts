import { expect, test } from "vitest";
import { DESIGNS, falseAlarms, sequentialFalseAlarms } from "../../../bench/stats/calibration";

test.each(Object.entries(DESIGNS))("A/A splits raise few false alarms: %s", (_, design) => {
  // R = 599: the smallest p of three statistics, 3 / 600, is below .05 corrected for six.
  // 5 % of 60 is 3; 8 is 3 standard errors above.
  expect(falseAlarms(60, design, 599, 5)).toBeLessThanOrEqual(8 / 60);
});

test("A/A runs that are looked at five times raise few either", () => {
  // 5 % of 30 is 1.5; 5 is 3 standard errors above. R = 499: the last look's level is .0075.
  expect(sequentialFalseAlarms(30, 499, 5)).toBeLessThanOrEqual(5 / 30);
});
