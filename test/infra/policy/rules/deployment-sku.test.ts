import { expect, test } from "vitest";
import { deploymentSku } from "../../../../infra/policy/rules/deployment-sku";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

const ALLOWED = "Standard, GlobalStandard, DataZoneStandard";

test.each([
  ["ProvisionedManaged", `its SKU is ProvisionedManaged, allowed: ${ALLOWED}`],
  ["GlobalBatch", `its SKU is GlobalBatch, allowed: ${ALLOWED}`],
])("%s", (name, message) => {
  expect(checkResource(deploymentSku, { sku: { name } })).toEqual([message]);
});

test("none at all", () => {
  expect(checkResource(deploymentSku, {})).toEqual([`its SKU is not set, allowed: ${ALLOWED}`]);
});

test("a class that must stay in its region", () => {
  expect(
    checkResource(
      deploymentSku,
      { sku: { name: "GlobalStandard" } },
      { settings: { allowed: ["Standard"] } },
    ),
  ).toEqual(["its SKU is GlobalStandard, allowed: Standard"]);
});

test.each(["Standard", "DataZoneStandard", UNKNOWN])("%s is fine", (name) => {
  expect(checkResource(deploymentSku, { sku: { name } })).toEqual([]);
});
