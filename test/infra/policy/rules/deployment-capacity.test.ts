import { expect, test } from "vitest";
import { deploymentCapacity } from "../../../../infra/policy/rules/deployment-capacity";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{ sku: { name: "Standard" } }, "sku.capacity is not set"],
  [{}, "sku.capacity is not set"],
  [{ sku: { capacity: 101 } }, "its capacity is 101 thousand tokens per minute, the limit is 100"],
])("%j", (props, message) => {
  expect(checkResource(deploymentCapacity, props)).toEqual([message]);
});

test("a class's own limit", () => {
  expect(
    checkResource(deploymentCapacity, { sku: { capacity: 30 } }, { settings: { max: 20 } }),
  ).toEqual(["its capacity is 30 thousand tokens per minute, the limit is 20"]);
});

test.each([5, 100, UNKNOWN])("%s is fine", (capacity) => {
  expect(checkResource(deploymentCapacity, { sku: { capacity } })).toEqual([]);
});
