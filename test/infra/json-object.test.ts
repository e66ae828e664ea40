import { expect, test } from "vitest";
import { isJsonObject, own } from "../../infra/json-object";

test("only an object is one", () => {
  expect([{}, { a: 1 }].every(isJsonObject)).toBe(true);
  expect([[], null, "a", 1, undefined].some(isJsonObject)).toBe(false);
});

test("a table has no entry for what every object inherits", () => {
  expect(own({ a: 1 }, "a")).toBe(1);
  for (const key of ["b", "constructor", "__proto__", "toString"])
    expect(own({ a: 1 }, key)).toBeUndefined();
});
