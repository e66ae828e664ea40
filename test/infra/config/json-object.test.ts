import { expect, test } from "vitest";
import { isValues } from "../../../infra/config/json-object";

test("only an object is one", () => {
  expect([{}, { a: 1 }].every(isValues)).toBe(true);
  expect([[], null, "a", 1, undefined].some(isValues)).toBe(false);
});
