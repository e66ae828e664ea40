import { expect, test } from "vitest";
import type { AzureView } from "../../../scripts/doctor/azure-view";
import type { Rule } from "../../../scripts/doctor/rule";
import { managedGroup } from "../../../scripts/doctor/rules/managed-group";
import { nameReserved } from "../../../scripts/doctor/rules/name-reserved";
import { contextOf, names } from "../../support/doctor/context";

/** The rules about names that must be free before a lab is made. */

const answering = (value: unknown) => (() => Promise.resolve(value)) as never;
const check = async (rule: Rule, answers: Partial<AzureView>, isOwn = false) => {
  const context = contextOf({});
  return rule.check({ ...context, isOwn: () => isOwn, azure: { ...context.azure, ...answers } });
};

const none = { account: answering(undefined), deletedAccounts: answering([]) };
const kept = [{ properties: { customSubDomainName: names.openaiAccount.toUpperCase() } }];

test.each([
  ["free", { ...none, isSubdomainFree: answering(true) }, "ok"],
  ["this stack's own", { account: answering({}) }, "ok"],
  ["another account's", { ...none, isSubdomainFree: answering(false) }, "CustomDomainInUse"],
  [
    "a soft-deleted account's, of which another rule speaks",
    { ...none, isSubdomainFree: answering(false), deletedAccounts: answering(kept) },
    "ok",
  ],
])("an account's name that is %s", async (_whose, answers, code) => {
  expect((await check(nameReserved, answers)).code).toBe(code);
});

const { managedResourceGroup: group } = names;
const taken = { groupNamed: answering({ id: group }), workspaceAt: answering(undefined) };

test.each([
  ["not there", { groupNamed: answering(undefined) }, "ok"],
  ["with its workspace", { ...taken, workspaceAt: answering({}) }, "ok"],
  ["without its workspace", taken, "ApplianceProvisioningFailed"],
])("a managed group that is %s", async (_how, answers, code) => {
  expect((await check(managedGroup, answers)).code).toBe(code);
});

test("a managed group of the stack's own is deleted by a recovery, another by who looked at it", async () => {
  expect((await check(managedGroup, taken, true)).cure).toBe("npx lab recover dev deletes it");
  expect((await check(managedGroup, taken)).cure).toBe(
    `it has no tags of this stack: look at what it holds, then az group delete --name ${group}`,
  );
});
