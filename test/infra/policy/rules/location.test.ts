import { expect, test } from "vitest";
import { location } from "../../../../infra/policy/rules/location";
import { ACCOUNT } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

const settings = { allowed: ["eastus2", "swedencentral"] };

test("elsewhere", () => {
  expect(checkResource(location, { location: "westus" }, { type: ACCOUNT, settings })).toEqual([
    "it is in westus, allowed: eastus2, swedencentral",
  ]);
});

test("Azure's other spelling, no limit, and what has no place", () => {
  expect(
    checkResource(location, { location: "Sweden Central" }, { type: ACCOUNT, settings }),
  ).toEqual([]);
  expect(checkResource(location, { location: "westus" }, { type: ACCOUNT })).toEqual([]);
  expect(checkResource(location, {}, { type: ACCOUNT, settings })).toEqual([]);
  expect(
    checkResource(location, { location: "westus" }, { type: "databricks:index/x:X", settings }),
  ).toEqual([]);
});
