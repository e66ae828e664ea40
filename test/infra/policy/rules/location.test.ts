import { expect, test } from "vitest";
import { location } from "../../../../infra/policy/rules/location";
import { ACCOUNT } from "../../../../infra/policy/types";
import { judge } from "../../../support/policy/rule";

const settings = { allowed: ["eastus2", "swedencentral"] };

test("elsewhere", () => {
  expect(judge(location, { location: "westus" }, { type: ACCOUNT, settings })).toEqual([
    "it is in westus, allowed: eastus2, swedencentral",
  ]);
});

test("Azure's other spelling, no limit, and what has no place", () => {
  expect(judge(location, { location: "Sweden Central" }, { type: ACCOUNT, settings })).toEqual([]);
  expect(judge(location, { location: "westus" }, { type: ACCOUNT })).toEqual([]);
  expect(judge(location, {}, { type: ACCOUNT, settings })).toEqual([]);
  expect(
    judge(location, { location: "westus" }, { type: "databricks:index/x:X", settings }),
  ).toEqual([]);
});
