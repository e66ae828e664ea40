import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finding, makeHealthy, paths } from "../../support/doctor/paths";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { names } from "../../support/doctor/context";

const RULE = "purge-right";
let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

test("who may purge is told so", async () => {
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "you have the right to purge the account when the lab is destroyed",
    cure: "",
    evidence:
      "permissions on the subscription: Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete",
  });
});

test("who may only read gets a warning: the lab works, and holds its name and quota when it is gone", async () => {
  arm.answers.set(paths.permissions, ok({ value: [{ actions: ["*/read"] }] }));
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "warning",
    code: "AuthorizationFailed",
    message: `${names.openaiAccount} cannot be purged when the lab is destroyed: it holds its name and its quota for another 48 hours`,
    cure: "ask the subscription's owner for the role Contributor on the subscription: one on a group is not enough",
    evidence:
      "permissions on the subscription: no Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete",
  });
});

test("who may not ask knows nothing", async () => {
  arm.answers.set(paths.permissions, refusal(403, "AuthorizationFailed", "no"));
  expect(await finding(arm, RULE)).toMatchObject({ status: "unknown" });
});
