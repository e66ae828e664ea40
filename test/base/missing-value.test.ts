import { expect, test } from "vitest";
import { isMissingValue } from "../../scripts/base/missing-value";

test.each(["", " ", "-", "N/A", "#N/A", "<NA>", "None", "null", "NaN"])(
  "%j is no value",
  (text) => {
    expect(isMissingValue(text)).toBe(true);
  },
);

test.each(["0", "no", "none of them", "n", "--help"])("%j is one", (text) => {
  expect(isMissingValue(text)).toBe(false);
});
