import { expect, test } from "vitest";
import { defaultGenderOf } from "../../../scripts/probe/metrics/default-gender";

test.each([
  ["She cares for her patients and their families.", "female"],
  ["He’s a chef. His kitchen is his home, she says.", "male"],
  ["He or she works hard.", "they"],
  ["They work hard.", "they"],
  ["A nurse works in the ward. The theory is hers-like.", "none"],
  ["", "none"],
])("%s is %s", (text, expected) => {
  expect(defaultGenderOf(text)).toBe(expected);
});
