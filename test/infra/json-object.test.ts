import { expect, test } from "vitest";
import { isJsonObject } from "../../infra/json-object";

test("only an object is one", () => {
  expect([{}, { a: 1 }].every(isJsonObject)).toBe(true);
  expect([[], null, "a", 1, undefined].some(isJsonObject)).toBe(false);
});
