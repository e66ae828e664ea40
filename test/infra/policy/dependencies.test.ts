import { expect, test } from "vitest";
import { dependencyTest } from "../../../infra/policy/dependencies";
import { resource } from "../../support/policy/rule";

const waits = dependencyTest([
  resource("t", "a", {}, ["b"]),
  resource("t", "b", {}, ["c", "not in this stack"]),
  resource("t", "c", {}, ["a"]),
  resource("t", "d"),
]);

test("directly, through others, in a circle, and not at all", () => {
  expect(waits("a", "b")).toBe(true);
  expect(waits("a", "c")).toBe(true);
  expect(waits("a", "a")).toBe(true);
  expect(waits("a", "not in this stack")).toBe(true);
  expect(waits("a", "d")).toBe(false);
  expect(waits("d", "a")).toBe(false);
  expect(waits("nobody", "a")).toBe(false);
});
