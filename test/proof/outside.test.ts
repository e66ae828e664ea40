import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isOwn, type OutsideInput, resourcesOutside } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { names, STACK, SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => {
  arm.reset();
  arm.answers.set("/providers/microsoft.cognitiveservices/deletedaccounts", ok({ value: [] }));
  arm.answers.set("/providers/microsoft.operationalinsights/deletedworkspaces", ok({ value: [] }));
});

const subscription = `/subscriptions/${SUBSCRIPTION}`;
const group = `${subscription}/resourceGroups/${names.resourceGroup}`;
const managed = `${subscription}/resourceGroups/${names.managedResourceGroup}`;
const account = `${group}/providers/Microsoft.CognitiveServices/accounts/${names.openaiAccount}`;
const workspace = `${group}/providers/Microsoft.Databricks/workspaces/${names.databricksWorkspace}`;
const logs = `${group}/providers/Microsoft.OperationalInsights/workspaces/${names.logWorkspace}`;
const setting = "providers/Microsoft.Insights/diagnosticSettings/rai-lab";

/** Makes a resource exist, under its ARM id. */
function make(id: string, body: object = {}): void {
  const path = id.replace(subscription, "").toLowerCase();
  arm.answers.set(path, ok({ id, properties: { provisioningState: "Succeeded" }, ...body }));
}

const look = async (input: Partial<OutsideInput> = {}) => {
  const outside = await resourcesOutside({ config: STACK, session: arm.session, ...input });
  const kinds = (list: { kind: string }[]): string[] => list.map(({ kind }) => kind).sort();
  return {
    exists: outside.exists,
    existing: kinds(outside.existing),
    leftOver: kinds(outside.leftOver),
    unknown: kinds(outside.unknown),
  };
};
const recordedAs = (...ids: string[]) => ({
  count: ids.length,
  resources: ids.map((id) => ({ type: "any", id, inputs: {} })),
});

test("nothing exists: nothing is outside", async () => {
  expect(await look()).toEqual({ exists: false, existing: [], leftOver: [], unknown: [] });
});

test("what no state records is outside; a managed group goes with its workspace", async () => {
  for (const id of [group, managed, account, workspace]) make(id);
  const existing = ["account", "resource group", "workspace"];
  expect(await look()).toMatchObject({ exists: true, existing, leftOver: [] });
});

test("what the state records, in any case, is not outside, and still exists", async () => {
  for (const id of [group, account]) make(id);
  const recorded = recordedAs(group.replace("resourceGroups", "resourcegroups"), account);
  expect(await look({ recorded })).toMatchObject({ exists: true, existing: [] });
  expect(await look({ recorded: recordedAs(group) })).toMatchObject({ existing: ["account"] });
});

test("what is being deleted is not outside", async () => {
  make(group, { properties: { provisioningState: "Deleting" } });
  expect(await look()).toMatchObject({ exists: false, existing: [] });
});

test("a managed group without its workspace is left over; not while that is unknown", async () => {
  make(managed);
  expect(await look()).toMatchObject({ exists: false, leftOver: ["managed group"] });
  const path = workspace.replace(subscription, "").toLowerCase();
  arm.answers.set(path, refusal(403, "AuthorizationFailed", "no"));
  expect(await look()).toMatchObject({
    leftOver: [],
    unknown: expect.arrayContaining(["workspace"]),
  });
});

test("a workspace whose creation failed is left over, and in the way; one that has worked is not", async () => {
  const failed = { provisioningState: "Failed" };
  make(workspace, { properties: failed });
  make(managed);
  const leftOver = ["managed group", "workspace"];
  expect(await look()).toMatchObject({ exists: false, existing: [], leftOver });
  // The next `up` mends what the state records.
  const recorded = recordedAs(workspace);
  expect(await look({ recorded })).toMatchObject({ exists: true, existing: [], leftOver: [] });
  make(workspace, { properties: { ...failed, workspaceUrl: "adb-1.2.azuredatabricks.net" } });
  expect(await look()).toMatchObject({ exists: true, existing: ["workspace"], leftOver: [] });
});

/** Every resource with a provisioning state, and whether one that failed is deleted. */
const WITH_STATE = [
  { kind: "resource group", id: group, isDeleted: false },
  { kind: "account", id: account, isDeleted: true },
  { kind: "workspace", id: workspace, isDeleted: true },
  { kind: "log workspace", id: logs, isDeleted: true },
  { kind: "deployment", id: `${account}/deployments/gpt`, isDeleted: true },
];
const CONFIG = { ...STACK, deploymentName: "gpt" };
const STATES = ["Accepted", "Creating", "Updating", "ResolvingDNS", "Succeeded"];

test.each(WITH_STATE)(
  "a $kind that has failed is left over, unless others are in it",
  async (one) => {
    make(`${account}/deployments`, { value: [] });
    for (const provisioningState of ["Failed", "Canceled"]) {
      make(one.id, { properties: { provisioningState } });
      const leftOver = one.isDeleted ? [one.kind] : [];
      expect(await look({ config: CONFIG })).toMatchObject({ leftOver, exists: !one.isDeleted });
    }
  },
);

test.each(WITH_STATE)("a $kind is unfinished until it has come to an end", async ({ kind, id }) => {
  for (const provisioningState of STATES) {
    make(id, { properties: { provisioningState } });
    const { existing } = await resourcesOutside({ config: CONFIG, session: arm.session });
    const unfinished = provisioningState !== "Succeeded";
    expect(existing).toEqual([expect.objectContaining({ kind, unfinished })]);
  }
});

test("an account that has failed and holds deployments was of use once: it stays", async () => {
  make(account, { properties: { provisioningState: "Failed" } });
  make(`${account}/deployments`, { value: [{ id: `${account}/deployments/other` }] });
  expect(await look()).toMatchObject({ existing: ["account"], leftOver: [] });
});

test("a deployment that has failed is deleted though a state records it: Azure wants that", async () => {
  const id = `${account}/deployments/gpt`;
  make(account);
  make(id, { properties: { provisioningState: "Failed" } });
  const recorded = recordedAs(account, id);
  expect(await look({ config: CONFIG, recorded })).toMatchObject({ leftOver: ["deployment"] });
});

test("inside an account, an up cannot make a deployment or a setting twice", async () => {
  const config = { ...STACK, deploymentName: "gpt", diagnostics: true as const };
  for (const id of [group, account, `${account}/deployments/gpt`, `${account}/${setting}`])
    make(id);
  const recorded = recordedAs(group, account);
  expect(await look({ config, recorded })).toMatchObject({
    existing: ["deployment", "diagnostic setting"],
  });
  // Without the settings an up would not make them.
  expect(await look({ recorded })).toMatchObject({ existing: [] });
});

test("a class's seats have deployments of their own", async () => {
  const config = {
    ...STACK,
    layout: "class" as const,
    deploymentName: "gpt",
    seats: ["s01", "s02"],
  };
  make(`${account}/deployments/gpt-s02`);
  expect(await look({ config })).toMatchObject({ existing: ["deployment"] });
});

test("a setting that outlived its account is left over; not while the account is unknown", async () => {
  const config = { ...STACK, diagnostics: true as const };
  make(`${account}/${setting}`);
  expect(await look({ config })).toMatchObject({ existing: [], leftOver: ["diagnostic setting"] });
  const path = account.replace(subscription, "").toLowerCase();
  arm.answers.set(path, refusal(403, "AuthorizationFailed", "no"));
  expect(await look({ config })).toMatchObject({ leftOver: [] });
});

test("a soft-deleted account is left over", async () => {
  const id = `${subscription}/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/${names.resourceGroup}/deletedAccounts/${names.openaiAccount}`;
  arm.answers.set(
    "/providers/microsoft.cognitiveservices/deletedaccounts",
    ok({ value: [{ id }] }),
  );
  expect(await look()).toMatchObject({ exists: false, leftOver: ["soft-deleted account"] });
});

test.each([
  ["tags of the stack", { tags: STACK }, true],
  ["tags of another stack", { tags: { ...STACK, stack: "other" } }, false],
  ["tags of another project", { tags: { ...STACK, project: "other" } }, false],
  ["no tags", {}, false],
  ["the stack's workspace", { managedBy: workspace.toUpperCase() }, true],
  ["another workspace", { managedBy: `${workspace}-2` }, false],
])("by %s it is the stack's own: %j %s", (_, one, own) => {
  expect(isOwn(one, { config: STACK, session: arm.session })).toBe(own);
});
