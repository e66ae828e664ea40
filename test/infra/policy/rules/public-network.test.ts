import { expect, test } from "vitest";
import { publicNetwork } from "../../../../infra/policy/rules/public-network";
import { ACCOUNT, WORKSPACE } from "../../../../infra/policy/types";
import { judge } from "../../../support/policy/rule";

const settings = { forbidden: true };

test.each([
  [ACCOUNT, {}],
  [ACCOUNT, { properties: { publicNetworkAccess: "Enabled" } }],
  [WORKSPACE, { publicNetworkAccess: "Enabled" }],
])("%s with %j is open", (type, props) => {
  expect(judge(publicNetwork, props, { type, settings })).toEqual([
    "it answers the public network",
  ]);
  expect(judge(publicNetwork, props, { type })).toEqual([]);
});

test("closed", () => {
  expect(
    judge(
      publicNetwork,
      { properties: { publicNetworkAccess: "Disabled" } },
      { type: ACCOUNT, settings },
    ),
  ).toEqual([]);
  expect(
    judge(publicNetwork, { publicNetworkAccess: "Disabled" }, { type: WORKSPACE, settings }),
  ).toEqual([]);
});
