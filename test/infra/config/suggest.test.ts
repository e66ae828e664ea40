import { expect, test } from "vitest";
import { nearest } from "../../../infra/config/suggest";

const KEYS = ["layout", "location", "model", "openai", "owner"];

test.each([
  ["modle", "model"],
  ["Model", "model"],
  ["locaton", "location"],
  ["open_ai", "openai"],
  ["ownr", "owner"],
])("%s was meant to be %s", (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant);
});

test("nothing near is nothing", () => {
  expect(nearest("subscription", KEYS)).toBeUndefined();
  expect(nearest("model", [])).toBeUndefined();
});
