import { expect, test } from "vitest";
import {
  choiceSetting,
  defaultsOf,
  flagSetting,
  limitSetting,
  listSetting,
} from "../../../infra/policy/settings";

test("the first choice is the default, and limits are not negative", () => {
  expect(choiceSetting(["class", "always"], "Who.")).toEqual({
    type: "string",
    description: "Who.",
    default: "class",
    enum: ["class", "always"],
  });
  expect(limitSetting(5, "Most.")).toEqual({
    type: "integer",
    description: "Most.",
    default: 5,
    minimum: 0,
  });
});

test("the values when a class decides nothing", () => {
  expect(
    defaultsOf({
      a: limitSetting(5, ""),
      b: flagSetting(true, ""),
      c: listSetting(["x"], ""),
      d: choiceSetting(["y"], ""),
    }),
  ).toEqual({
    a: 5,
    b: true,
    c: ["x"],
    d: "y",
  });
});
