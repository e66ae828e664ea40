import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finding, makeHealthy, paths } from "../../support/doctor/paths";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { names } from "../../support/doctor/context";

const RULE = "role-right";
const ENTRA = { openai: { auth: "entra" } };
const OWNER = { actions: ["*"], notActions: [] };
const CONTRIBUTOR = {
  actions: ["*"],
  notActions: ["Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write"],
};
const RBAC_ADMIN = { actions: ["Microsoft.Authorization/roleAssignments/write", "*/read"] };

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));
const may = (path: string, ...value: object[]): unknown => arm.answers.set(path, ok({ value }));

test("with a key no role is assigned, and no right is needed", async () => {
  may(paths.permissions);
  expect(await finding(arm, RULE)).toMatchObject({
    status: "ok",
    evidence: "rai-lab:openai.auth: key",
  });
});

test.each([
  ["an owner", [OWNER]],
  ["who administers roles", [RBAC_ADMIN]],
  ["a contributor who administers roles too", [CONTRIBUTOR, RBAC_ADMIN]],
])("%s of the subscription may", async (_who, roles) => {
  may(paths.permissions, ...roles);
  expect(await finding(arm, RULE, ENTRA)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "you have the right to assign roles, which sign-in without keys needs",
    cure: "",
    evidence: "permissions on the subscription: Microsoft.Authorization/roleAssignments/write",
  });
  expect(
    arm.requests.some((url) => url.toLowerCase() === `${paths.permissions}?api-version=2022-04-01`),
  ).toBe(true);
});

test("a contributor may not: the account would stand, and its roles be refused", async () => {
  may(paths.permissions, CONTRIBUTOR);
  expect(await finding(arm, RULE, ENTRA)).toEqual({
    rule: RULE,
    status: "refused",
    code: "AuthorizationFailed",
    message: "you do not have the right to assign roles, which sign-in without keys needs",
    cure: `ask the subscription's owner for the role Role Based Access Control Administrator (a group ${names.resourceGroup} that is made beforehand is enough), or set rai-lab:openai.auth to key`,
    evidence: "permissions on the subscription: no Microsoft.Authorization/roleAssignments/write",
  });
});

test("the owner of a group that was made beforehand may; of another's right there nothing follows", async () => {
  may(paths.permissions, CONTRIBUTOR);
  may(paths.groupPermissions, CONTRIBUTOR, OWNER);
  expect(await finding(arm, RULE, ENTRA)).toMatchObject({
    status: "ok",
    evidence: `permissions on ${names.resourceGroup}: Microsoft.Authorization/roleAssignments/write`,
  });
  may(paths.groupPermissions, CONTRIBUTOR);
  expect(await finding(arm, RULE, ENTRA)).toMatchObject({
    status: "refused",
    evidence: `permissions on the subscription and on ${names.resourceGroup}: no Microsoft.Authorization/roleAssignments/write`,
  });
});

test("who may not ask knows nothing", async () => {
  arm.answers.set(paths.permissions, refusal(403, "AuthorizationFailed", "no"));
  expect(await finding(arm, RULE, ENTRA)).toMatchObject({
    status: "unknown",
    code: "AuthorizationFailed",
  });
  may(paths.permissions);
  arm.answers.set(paths.groupPermissions, refusal(403, "AuthorizationFailed", "no"));
  expect(await finding(arm, RULE, ENTRA)).toMatchObject({ status: "unknown" });
});
