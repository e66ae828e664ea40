import { expect, test } from "vitest";
import { stackCapacity } from "../../../../infra/policy/rules/stack-capacity";
import { DEPLOYMENT } from "../../../../infra/policy/types";
import { UNKNOWN } from "../../../../infra/policy/value";
import { checkStack, resource } from "../../../support/policy/rule";

const deployments = (...capacities: (number | typeof UNKNOWN)[]) =>
  capacities.map((capacity, index) => resource(DEPLOYMENT, `d${index}`, { sku: { capacity } }));

test("each is within its own limit, all together are not", () => {
  expect(checkStack(stackCapacity, deployments(90, 90, 90), { max: 200 })).toEqual([
    "d2: 3 deployments take 270 thousand tokens per minute, the limit is 200",
  ]);
});

test("at the limit, and with one that is not known", () => {
  expect(checkStack(stackCapacity, deployments(100, 100), { max: 200 })).toEqual([]);
  expect(checkStack(stackCapacity, deployments(1000, UNKNOWN))).toEqual([]);
});
