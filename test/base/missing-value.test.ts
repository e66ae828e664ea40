import { expect, test } from "vitest";
import { isMissingValue } from "../../scripts/base/missing-value";

const WRITTEN = ["", " ", "-", "N/A", "NA", "#N/A", "None", "null", "NaN", "undefined", "ERROR"];
test.each(
  [...WRITTEN, "no response", "empty"].flatMap((text) => [text, `[${text}]`, ` <${text}> `]),
)("%j is no value", (text) => {
  expect(isMissingValue(text)).toBe(true);
});

test.each(["0", "no", "none of them", "n", "--help", "[sic]"])("%j is one", (text) => {
  expect(isMissingValue(text)).toBe(false);
});
