import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { finding, makeHealthy, paths } from "../../support/doctor/paths";
import { names, SUBSCRIPTION } from "../../support/doctor/context";

const RULE = "soft-deleted-name";
const PURGED = "2026-11-25T09:00:00Z";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const account = names.openaiAccount;
/** As Azure lists one: the id in its location form, the location by its display name. */
const deleted = (
  group: string,
  name: string,
  customSubDomainName = name,
): Record<string, unknown> => ({
  id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CognitiveServices/locations/East US 2/resourceGroups/${group}/deletedAccounts/${name}`,
  name,
  type: "Microsoft.CognitiveServices/deletedAccounts",
  location: "East US 2",
  properties: { customSubDomainName, scheduledPurgeDate: PURGED },
});
const list = (...accounts: unknown[]): unknown =>
  arm.answers.set(paths.deletedAccounts, ok({ value: accounts }));

test("other soft-deleted accounts are no hindrance", async () => {
  list(deleted(names.resourceGroup, "another"), deleted("another", account, "its-own"));
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: `no soft-deleted account holds the name ${account}`,
    cure: "",
    evidence: "soft-deleted accounts of the subscription: 2",
  });
});

test("the lab's own name in soft deletion is refused, with the command that purges it", async () => {
  const own = deleted(names.resourceGroup.toUpperCase(), account.toUpperCase());
  list(own);
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "FlagMustBeSetForRestore",
    message: `the account ${account} is soft-deleted until ${PURGED}: the name is taken`,
    cure: `purge it (az cognitiveservices account purge --name ${account.toUpperCase()} --resource-group ${names.resourceGroup.toUpperCase()} --location "East US 2") or set rai-lab:openai.restore to true`,
    evidence: `soft-deleted accounts of the subscription: 1, among them ${String(own.id)}`,
  });
});

test("with restore set it will be restored", async () => {
  list(deleted(names.resourceGroup, account));
  const { status, message } = await finding(arm, RULE, { openai: { restore: true } });
  expect([status, message]).toEqual(["ok", `the soft-deleted account ${account} will be restored`]);
});

test("with restore set and nothing to restore it is refused, unless the account is there", async () => {
  const restore = { openai: { restore: true } };
  expect(await finding(arm, RULE, restore)).toMatchObject({
    status: "refused",
    code: "CanNotRestoreANonExistingResource",
    cure: "set rai-lab:openai.restore to false",
  });
  arm.answers.set(paths.account, ok({ name: account, kind: "OpenAI" }));
  expect(await finding(arm, RULE, restore)).toMatchObject({ status: "ok" });
});

test("the subdomain held by another soft-deleted account is refused", async () => {
  list(deleted("another", "other", account.toUpperCase()));
  const { status, code, message, cure } = await finding(arm, RULE);
  expect([status, code, message]).toEqual([
    "refused",
    "CustomDomainInUse",
    `the subdomain ${account} is held by a soft-deleted account until ${PURGED}`,
  ]);
  expect(cure).toBe(
    'purge it: az cognitiveservices account purge --name other --resource-group another --location "East US 2"',
  );
});
