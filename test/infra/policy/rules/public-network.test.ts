import { expect, test } from "vitest";
import { publicNetwork } from "../../../../infra/policy/rules/public-network";
import { ACCOUNT, WORKSPACE } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

const settings = { forbidden: true };

test.each([
  [ACCOUNT, {}],
  [ACCOUNT, { properties: { publicNetworkAccess: "Enabled" } }],
  [WORKSPACE, { publicNetworkAccess: "Enabled" }],
])("%s with %j is open", (type, props) => {
  expect(checkResource(publicNetwork, props, { type, settings })).toEqual([
    "it answers the public network",
  ]);
  expect(checkResource(publicNetwork, props, { type })).toEqual([]);
});

test("closed", () => {
  expect(
    checkResource(
      publicNetwork,
      { properties: { publicNetworkAccess: "Disabled" } },
      { type: ACCOUNT, settings },
    ),
  ).toEqual([]);
  expect(
    checkResource(
      publicNetwork,
      { publicNetworkAccess: "Disabled" },
      { type: WORKSPACE, settings },
    ),
  ).toEqual([]);
});
