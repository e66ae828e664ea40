import { expect, test } from "vitest";
import { choice, defaultsOf, flag, limit, list } from "../../../infra/policy/settings";

test("the first choice is the default, and limits are not negative", () => {
  expect(choice(["class", "always"], "Who.")).toEqual({
    type: "string",
    description: "Who.",
    default: "class",
    enum: ["class", "always"],
  });
  expect(limit(5, "Most.")).toEqual({
    type: "integer",
    description: "Most.",
    default: 5,
    minimum: 0,
  });
});

test("the values when a class decides nothing", () => {
  expect(
    defaultsOf({ a: limit(5, ""), b: flag(true, ""), c: list(["x"], ""), d: choice(["y"], "") }),
  ).toEqual({
    a: 5,
    b: true,
    c: ["x"],
    d: "y",
  });
});
