import { expect, test } from "vitest";
import type { AzureView } from "../../../scripts/doctor/azure-view";
import type { Permission } from "../../../scripts/doctor/permissions";
import type { Rule } from "../../../scripts/doctor/rule";
import { deploymentCap } from "../../../scripts/doctor/rules/deployment-cap";
import { existingAccount } from "../../../scripts/doctor/rules/existing-account";
import { existingAccountRights } from "../../../scripts/doctor/rules/existing-account-rights";
import { existingWorkspace } from "../../../scripts/doctor/rules/existing-workspace";
import { existingWorkspaceRights } from "../../../scripts/doctor/rules/existing-workspace-rights";
import { workspaceTier } from "../../../scripts/doctor/rules/workspace-tier";
import { contextOf, SUBSCRIPTION } from "../../support/doctor/context";

/** The rules about what existed before a stack, with what Azure answers about it. */

const idOf = (type: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/school/providers/Microsoft.${type}/its`;
const openaiAccountId = idOf("CognitiveServices/accounts");
const workspaceId = idOf("Databricks/workspaces");
const existing = { openaiAccountId, workspaceId };

const check = async (rule: Rule, answers: Partial<AzureView>, settings: object = {}) => {
  const context = contextOf({ existing, ...settings });
  return rule.check({ ...context, azure: { ...context.azure, ...answers } });
};
const answering = (value: unknown) => (() => Promise.resolve(value)) as never;
const ENTRA = { openai: { auth: "entra" } };
const STUDENT = {
  userName: "ada@school.example",
  objectId: "00000000-0000-4000-8000-00000000000a",
};

const account = (kind = "OpenAI", properties: object = { customSubDomainName: "its" }) => ({
  accountAt: answering({ kind, properties }),
});

test.each([
  ["there, of either kind", account("AIServices"), {}, "ok"],
  ["not there", { accountAt: answering(undefined) }, {}, "ResourceNotFound"],
  ["of a kind without models", account("SpeechServices"), {}, "InvalidAccountKind"],
  ["without keys", account("OpenAI", { disableLocalAuth: true }), {}, "AuthenticationTypeDisabled"],
  ["without keys, for entra", account(), ENTRA, "ok"],
  ["without a subdomain, for entra", account("OpenAI", {}), ENTRA, "CustomSubDomainRequired"],
] as const)("an account that is %s", async (_, answers, settings, code) => {
  const found = await check(existingAccount, answers, settings);
  expect(found.code).toBe(code);
  expect(found.status).toBe(code === "ok" ? "ok" : "refused");
});

const permissions = (...rows: Permission[]) => ({ permissionsAt: answering(rows) });
const CONTRIBUTOR = { actions: ["Microsoft.CognitiveServices/*"] };
const ASKS = { dataActions: ["Microsoft.CognitiveServices/accounts/OpenAI/*"] };

test("a reader lacks what the lab does in the account, by name, with the role that allows it", async () => {
  expect(await check(existingAccountRights, permissions({ actions: ["*/read"] }))).toMatchObject({
    status: "refused",
    code: "AuthorizationFailed",
    message:
      "you lack rights in the account its: Microsoft.CognitiveServices/accounts/deployments/write, Microsoft.CognitiveServices/accounts/deployments/delete, Microsoft.CognitiveServices/accounts/listKeys/action",
    cure: "ask its owner for the role Cognitive Services Contributor on it",
  });
  expect(await check(existingAccountRights, permissions(CONTRIBUTOR))).toMatchObject({
    status: "ok",
  });
});

test("without keys a student needs a role, and whoever deploys has theirs already", async () => {
  const settings = { ...ENTRA, student: STUDENT };
  expect(await check(existingAccountRights, permissions(CONTRIBUTOR), settings)).toMatchObject({
    cure: "ask its owner for the role Role Based Access Control Administrator on it",
  });
  const assigns = { actions: ["Microsoft.Authorization/roleAssignments/*"] };
  const mute = await check(existingAccountRights, permissions(CONTRIBUTOR, assigns), settings);
  expect(mute).toMatchObject({ status: "warning", code: "PermissionDenied" });
  expect(mute.cure).toContain(`--scope ${openaiAccountId}`);
  const all = permissions(CONTRIBUTOR, assigns, ASKS);
  expect(await check(existingAccountRights, all, settings)).toMatchObject({ status: "ok" });
});

test.each([
  [31, {}, "ok", "takes 1 more deployments, 1 needed"],
  [32, {}, "refused", "takes 0 more deployments, and 1 are needed"],
  [31, { layout: "class", seats: ["a", "b"] }, "refused", "takes 1 more deployments, and 2"],
] as const)("of 32 deployments %i are there", async (count, settings, status, message) => {
  const present = Array.from({ length: count }, (_, i) => ({ name: `their-${i}` }));
  const found = await check(deploymentCap, { deploymentsAt: answering(present) }, settings);
  expect(found.status).toBe(status);
  expect(found.message).toContain(message);
});

test("a deployment that is there already needs no room", async () => {
  const present = Array.from({ length: 32 }, (_, i) => ({
    name: i === 0 ? "GPT-35-turbo" : `${i}`,
  }));
  const found = await check(deploymentCap, { deploymentsAt: answering(present) });
  expect(found.status).toBe("ok");
});

const workspace = (more: object = {}) => ({
  workspaceAt: answering({
    sku: { name: "premium" },
    computeMode: "Hybrid",
    provisioningState: "Succeeded",
    ...more,
  }),
});

test.each([
  ["premium and ready", workspace(), "ok"],
  ["not there", { workspaceAt: answering(undefined) }, "ResourceNotFound"],
  [
    "serverless",
    workspace({ computeMode: "Serverless" }),
    "FeatureNotSupportedForServerlessWorkspace",
  ],
  ["being made", workspace({ provisioningState: "Creating" }), "ApplianceBeingProvisioned"],
] as const)("a workspace that is %s", async (_, answers, code) => {
  expect((await check(existingWorkspace, answers)).code).toBe(code);
});

test.each([
  ["premium", workspace(), "ok", "ok"],
  ["standard", workspace({ sku: { name: "standard" } }), "refused", "FEATURE_DISABLED"],
  ["of a tier that cannot be asked", { workspaceAt: answering(undefined) }, "unknown", "NoAnswer"],
] as const)(
  "a workspace that is %s has access control or not",
  async (_, answers, status, code) => {
    expect(await check(workspaceTier, answers)).toMatchObject({ status, code });
  },
);

test.each([
  [{ groups: [{ display: "admins" }] }, "ok", "you are an admin of the workspace its"],
  [
    { entitlements: [{ value: "allow-cluster-create" }] },
    "refused",
    "you may create clusters, but not add users in the workspace its",
  ],
  [{}, "refused", "you may neither create clusters nor add users in the workspace its"],
  [undefined, "unknown", "what you may do in the workspace its cannot be asked"],
])("a caller who is %j", async (caller, status, message) => {
  const found = await check(existingWorkspaceRights, { callerAt: answering(caller) });
  expect(found.status).toBe(status);
  expect(found.message).toContain(message);
});
