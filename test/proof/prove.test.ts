import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { proofExitCode, prove, type Proof } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { names, STACK, SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => {
  arm.reset();
  arm.answers.set(paths.deletedAccounts, ok({ value: [] }));
  arm.answers.set(paths.deletedLogs, ok({ value: [] }));
});

const group = `/resourcegroups/${names.resourceGroup}`;
const paths = {
  group,
  managed: `/resourcegroups/${names.managedResourceGroup}`,
  account: `${group}/providers/microsoft.cognitiveservices/accounts/${names.openaiAccount}`,
  deletedLogs: "/providers/microsoft.operationalinsights/deletedworkspaces",
  deletedAccounts: "/providers/microsoft.cognitiveservices/deletedaccounts",
  workspace: `${group}/providers/microsoft.databricks/workspaces/${names.databricksWorkspace}`,
};
const subscription = `/subscriptions/${SUBSCRIPTION}`;
const look = (): Promise<Proof> => prove({ config: STACK, session: arm.session });
const states = ({ looked }: Proof): Record<string, string> =>
  Object.fromEntries(looked.map(({ kind, state }) => [kind, state]));
const GONE = {
  "resource group": "gone",
  "managed group": "gone",
  account: "gone",
  "soft-deleted account": "gone",
  "log workspace": "gone",
  "soft-deleted log workspace": "gone",
  workspace: "gone",
  "soft-deleted workspace": "cannot be seen",
};

test("nothing left: every kind was looked for, and what nobody can see is said without counting", async () => {
  const proof = await look();
  expect(proof).toMatchObject({
    schema: "rai-lab/proof/1",
    subscriptionId: SUBSCRIPTION,
    left: [],
    unknown: [],
  });
  expect(states(proof)).toEqual(GONE);
  expect(proofExitCode(proof)).toBe(0);
});

const rg = `${subscription}/resourceGroups/${names.resourceGroup}`;
const account = `${rg}/providers/Microsoft.CognitiveServices/accounts/${names.openaiAccount}`;
const workspace = `${rg}/providers/Microsoft.Databricks/workspaces/${names.databricksWorkspace}`;
const managed = `${subscription}/resourceGroups/${names.managedResourceGroup}`;
const deleted = `${subscription}/providers/Microsoft.CognitiveServices/locations/East US 2/resourceGroups/${names.resourceGroup.toUpperCase()}/deletedAccounts/${names.openaiAccount}`;
const DONE = { provisioningState: "Succeeded" };
const OWN = { project: STACK.project, stack: STACK.stack };

test.each([
  {
    kind: "resource group",
    path: paths.group,
    body: { tags: OWN, id: rg, properties: DONE },
    id: rg,
    note: `delete it with everything in it: az group delete --name ${names.resourceGroup}`,
  },
  {
    kind: "managed group",
    path: paths.managed,
    body: { tags: OWN, id: managed, properties: DONE },
    id: managed,
    note: `the workspace is deleted, but its managed group still exists and is billed: az group delete --name ${names.managedResourceGroup}`,
  },
  {
    kind: "account",
    path: paths.account,
    body: { tags: OWN, id: account, properties: DONE },
    id: account,
    note: "its deployments hold quota: run lab destroy again",
  },
  {
    kind: "soft-deleted account",
    path: paths.deletedAccounts,
    body: {
      value: [
        { id: `${deleted}-of-another` },
        { id: deleted, properties: { scheduledPurgeDate: "2026-11-25T09:00:00Z" } },
      ],
    },
    id: deleted,
    note: `holds its name and quota until 2026-11-25T09:00:00Z: purge it: az cognitiveservices account purge --name ${names.openaiAccount} --resource-group ${names.resourceGroup.toUpperCase()} --location "East US 2"`,
  },
  {
    kind: "workspace",
    path: paths.workspace,
    body: { tags: OWN, id: workspace, location: "eastus2", properties: DONE },
    id: workspace,
    note: "is billed: run lab destroy again",
  },
])(
  "a $kind that is left is found, alone, with its cure",
  async ({ kind, path, body, id, note }) => {
    arm.answers.set(path, ok(body));
    const proof = await look();
    expect(proof.left).toEqual([{ kind, id, note }]);
    expect(states(proof)).toEqual({ ...GONE, [kind]: "left" });
    expect(proofExitCode(proof)).toBe(1);
  },
);

test("what has the stack's name and not its tags is not promised to a destroy", async () => {
  arm.answers.set(paths.workspace, ok({ id: workspace, location: "eastus2", properties: DONE }));
  const { left } = await look();
  expect(left[0]?.note).toBe(
    `has no tags of stack ${STACK.stack}, so lab destroy leaves it: npx lab recover ${STACK.stack} takes it into the state, or delete it by hand`,
  );
});

test("what is still being deleted is left, and the reader is told to look again", async () => {
  arm.answers.set(paths.group, ok({ id: rg, properties: { provisioningState: "Deleting" } }));
  expect((await look()).left).toEqual([
    { kind: "resource group", id: rg, note: "is being deleted: look again in a minute" },
  ]);
});

test.each([
  ["resource group", paths.group],
  ["managed group", paths.managed],
  ["account", paths.account],
  ["soft-deleted account", paths.deletedAccounts],
  ["workspace", paths.workspace],
])("a %s that may not be looked for is unknown, never gone", async (kind, path) => {
  arm.answers.set(path, refusal(403, "AuthorizationFailed", "The client may not."));
  const proof = await look();
  expect(proof.unknown).toEqual([
    {
      kind,
      code: "AuthorizationFailed",
      reason: "Azure answered 403 AuthorizationFailed: The client may not",
      cure: "ask the subscription's owner for the role Reader on the subscription",
    },
  ]);
  expect(states(proof)).toEqual({ ...GONE, [kind]: "unknown" });
  expect([proof.left, proofExitCode(proof)]).toEqual([[], 2]);
});

test("in a subscription that is not there nothing is gone", async () => {
  for (const path of Object.values(paths))
    arm.answers.set(path, refusal(404, "SubscriptionNotFound", "no such one"));
  const proof = await look();
  expect(proof.unknown).toHaveLength(6);
  expect(proofExitCode(proof)).toBe(2);
});

test("something left outweighs something unknown", async () => {
  arm.answers.set(paths.group, ok({ id: rg }));
  arm.answers.set(paths.managed, refusal(403, "AuthorizationFailed", "no"));
  const proof = await look();
  expect([proof.left.length, proof.unknown.length, proofExitCode(proof)]).toEqual([1, 1, 1]);
});

test("a fault of ours is thrown, never reported as unknown", async () => {
  const session = {
    ...arm.session,
    credential: { getToken: () => Promise.reject(new TypeError("a bug")) },
  };
  await expect(prove({ config: STACK, session })).rejects.toThrow("a bug");
});
