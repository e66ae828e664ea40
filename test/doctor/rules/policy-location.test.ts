import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finding, makeHealthy, paths } from "../../support/doctor/paths";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";

const RULE = "policy-location";
let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const policy = (displayName: string, ...value: string[]) => ({
  id: `/p/${displayName}`,
  properties: {
    displayName,
    policyDefinitionId:
      "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c",
    parameters: { listOfAllowedLocations: { value } },
  },
});
const assigned = (...value: object[]): unknown => arm.answers.set(paths.policies, ok({ value }));

test("policies that allow the region, or are about something else, are ok", async () => {
  const other = { id: "/p/tags", properties: { policyDefinitionId: "/p/tags", parameters: {} } };
  assigned(policy("ours", "westeurope", "East US 2"), other, {});
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "no Azure policy forbids eastus2",
    cure: "",
    evidence: "policies on the subscription: 3, of them 1 on locations",
  });
});

test("one that leaves the region out is a refusal; the cure names regions that all of them allow", async () => {
  assigned(
    policy("eu", "westeurope", "swedencentral", "francecentral"),
    policy("north", "swedencentral", "eastus2"),
  );
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "RequestDisallowedByPolicy",
    message: "the policy eu forbids eastus2",
    cure: "set rai-lab:location to swedencentral",
    evidence:
      "policies on the subscription: 2, of them 2 on locations: /p/eu allows westeurope, swedencentral, francecentral",
  });
  assigned(policy("eu", "westeurope"), policy("us", "eastus2"));
  expect((await finding(arm, RULE)).cure).toMatch(/^ask whoever assigned it for an exemption/);
});

test("who may not ask knows nothing", async () => {
  arm.answers.set(paths.policies, refusal(403, "AuthorizationFailed", "no"));
  expect(await finding(arm, RULE)).toMatchObject({ status: "unknown" });
});
