import { expect, test } from "vitest";
import type { AzureView } from "../../../scripts/doctor/azure-view";
import type { Permission } from "../../../scripts/doctor/permissions";
import type { Rule } from "../../../scripts/doctor/rule";
import { createRight } from "../../../scripts/doctor/rules/create-right";
import { rateLimit } from "../../../scripts/doctor/rules/rate-limit";
import { roleGranted } from "../../../scripts/doctor/rules/role-granted";
import { seatRights } from "../../../scripts/doctor/rules/seat-rights";
import { contextOf } from "../../support/doctor/context";

/** The rules about what the deployer may do, and about what was granted or lowered already. */

const answering = (value: unknown) => (() => Promise.resolve(value)) as never;
const check = async (rule: Rule, answers: Partial<AzureView>, settings: object = {}) => {
  const context = contextOf({ ...settings });
  return rule.check({ ...context, azure: { ...context.azure, ...answers } });
};
const STUDENT = {
  userName: "ada@school.example",
  objectId: "00000000-0000-4000-8000-00000000000a",
};
const ENTRA = { openai: { auth: "entra" }, student: STUDENT };
const SEAT = { layout: "seat", classStack: "spring", student: STUDENT };

const ALL: Permission = { actions: ["*"] };
const but = (...notActions: string[]): Permission => ({ actions: ["*"], notActions });

test.each([
  ["everything", [ALL], undefined, {}, ""],
  ["nothing but reading", [{ actions: ["*/read"] }], undefined, {}, "resourceGroups/write"],
  ["no keys", [but("*/listKeys/action")], undefined, {}, "accounts/listKeys/action"],
  ["no keys, where none are used", [but("*/listKeys/action")], undefined, ENTRA, ""],
  ["all of it in the group", [{ actions: ["*/read"] }], [ALL], {}, ""],
  [
    "no locks, and one is asked for",
    [but("*/locks/write")],
    undefined,
    { lock: true },
    "locks/write",
  ],
  ["no locks, and none is asked for", [but("*/locks/write")], undefined, {}, ""],
] as const)("a deployer who may do %s", async (_what, subscription, group, settings, missing) => {
  const answers = { permissions: answering(subscription), groupPermissions: answering(group) };
  const found = await check(createRight, answers, settings);
  expect(found.status).toBe(missing === "" ? "ok" : "refused");
  expect(found.message).toContain(missing);
});

const BY_HAND = "/scope/providers/Microsoft.Authorization/roleAssignments/by-hand";

test.each([
  ["with keys nobody gets one", {}, undefined, "ok"],
  ["nobody has it", ENTRA, undefined, "ok"],
  ["somebody gave it by hand", ENTRA, BY_HAND, "RoleAssignmentExists"],
  ["of a student of a class, too", SEAT, BY_HAND, "RoleAssignmentExists"],
])("the lab's role: %s", async (_how, settings, id, code) => {
  const answers = { assignmentOf: answering(id), caller: answering(undefined) };
  expect((await check(roleGranted, answers, settings)).code).toBe(code);
});

test("an assignment that the state records is the lab's own, whatever its name", async () => {
  const context = contextOf(ENTRA);
  const recorded = {
    count: 1,
    resources: [{ type: "role", id: BY_HAND.toUpperCase(), inputs: {} }],
  };
  const azure = {
    ...context.azure,
    assignmentOf: answering(BY_HAND),
    caller: answering(undefined),
  };
  expect(await roleGranted.check({ ...context, azure, recorded })).toMatchObject({ status: "ok" });
});

const deployment = (count: number) => ({
  name: "gpt-35-turbo",
  sku: { name: "Standard", capacity: 5 },
  properties: { rateLimits: [{ key: "token", renewalPeriod: 60, count }] },
});

test.each([
  ["not there yet", undefined, "ok"],
  ["as fast as it was deployed", deployment(5000), "ok"],
  ["lowered for a while", deployment(2000), "RateLimitLowered"],
  ["of limits that Azure does not say", { ...deployment(0), properties: {} }, "ok"],
])("a deployment that is %s", async (_how, found, code) => {
  const result = await check(rateLimit, { deployment: answering(found) });
  expect(result.code).toBe(code);
  if (code !== "ok") expect(result.message).toContain("2 of 5 thousand tokens per minute");
});

const admin = answering({ userName: "me", groups: [{ display: "admins" }] });

test.each([
  ["an admin with the right to give the role", admin, [ALL], "ok"],
  ["an admin without it", admin, [{ actions: ["*/read"] }], "AuthorizationFailed"],
  ["no admin", answering({ userName: "me" }), [ALL], "PERMISSION_DENIED"],
  ["nobody who can be asked", answering(undefined), [ALL], "NoAnswer"],
])("who adds a seat is %s", async (_who, callerAt, permissions, code) => {
  const answers = { callerAt, permissionsAt: answering(permissions) };
  expect((await check(seatRights, answers, SEAT)).code).toBe(code);
});
