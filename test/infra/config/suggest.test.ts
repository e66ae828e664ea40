import { expect, test } from "vitest";
import { suggest } from "../../../infra/config/suggest";

const KEYS = ["layout", "location", "model", "openai", "owner"];

test.each([
  ["modle", "model"],
  ["Model", "model"],
  ["locaton", "location"],
  ["open_ai", "openai"],
  ["ownr", "owner"],
])("%s was meant to be %s", (word, meant) => {
  expect(suggest(word, KEYS)).toBe(meant);
});

test("nothing near is nothing", () => {
  expect(suggest("subscription", KEYS)).toBeUndefined();
  expect(suggest("model", [])).toBeUndefined();
});

test("of equally near words the one with swapped letters is meant", () => {
  expect(suggest("xeport", ["report", "export"])).toBe("export");
});
