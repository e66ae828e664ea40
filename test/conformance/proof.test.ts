import { afterEach, beforeEach, expect, test } from "vitest";
import { MODEL_USER } from "../../infra/names/role-assignment-name";
import { namesOf } from "../../infra/names/physical-names";
import { proofExitCode, prove, type Proof } from "../../scripts/proof";
import { startLabCloud, type LabCloud } from "../support/azure/lab-cloud";
import { NOW, STACK } from "../support/doctor/context";

let cloud: LabCloud;
beforeEach(async () => {
  cloud = await startLabCloud();
});
afterEach(() => cloud.stop());

const FAST = { updateIntervalInMs: 1 };
const names = () => namesOf({ subscriptionId: cloud.session.subscriptionId, ...STACK });
const look = (): Promise<Proof> => prove({ config: STACK, session: cloud.session });
const leftOf = ({ left }: Proof): string[] => left.map(({ kind }) => kind);

/** The lab's resources, made as its program makes them. */
async function build(): Promise<void> {
  const { resources, cognitive, databricks } = cloud.clients;
  const { resourceGroup, openaiAccount, databricksWorkspace, managedResourceGroup } = names();
  await resources.resourceGroups.createOrUpdate(resourceGroup, { location: "eastus2" });
  const properties = { customSubDomainName: openaiAccount };
  const account = { kind: "OpenAI", location: "eastus2", sku: { name: "S0" }, properties };
  await cognitive.accounts.beginCreateAndWait(resourceGroup, openaiAccount, account, FAST);
  const managed = `/subscriptions/${cloud.session.subscriptionId}/resourceGroups/${managedResourceGroup}`;
  await databricks.workspaces.createOrUpdate(
    resourceGroup,
    databricksWorkspace,
    {
      location: "eastus2",
      sku: { name: "premium" },
      computeMode: "Hybrid",
      managedResourceGroupId: managed,
    },
    FAST,
  );
}
const deleteAccount = () =>
  cloud.clients.cognitive.accounts.beginDeleteAndWait(
    names().resourceGroup,
    names().openaiAccount,
    FAST,
  );
const purge = () =>
  cloud.clients.cognitive.deletedAccounts.beginPurgeAndWait(
    "eastus2",
    names().resourceGroup,
    names().openaiAccount,
    FAST,
  );
const deleteWorkspace = async (forceDeletion: boolean): Promise<void> => {
  await cloud.clients.databricks.workspaces.delete(
    names().resourceGroup,
    names().databricksWorkspace,
    {
      ...FAST,
      forceDeletion,
    },
  );
};
const deleteGroup = async (): Promise<void> => {
  await cloud.clients.resources.resourceGroups.delete(names().resourceGroup, FAST);
};

test("of a standing lab everything is left; each step of a destroy takes its own away, down to nothing", async () => {
  await build();
  const standing = await look();
  expect(leftOf(standing)).toEqual(["resource group", "managed group", "account", "workspace"]);
  expect(proofExitCode(standing)).toBe(1);
  await deleteAccount();
  expect(leftOf(await look())).toEqual([
    "resource group",
    "managed group",
    "soft-deleted account",
    "workspace",
  ]);
  await purge();
  expect(leftOf(await look())).toEqual(["resource group", "managed group", "workspace"]);
  await deleteWorkspace(true);
  expect(leftOf(await look())).toEqual(["resource group"]);
  await deleteGroup();
  const destroyed = await look();
  expect([destroyed.left, destroyed.unknown, proofExitCode(destroyed)]).toEqual([[], [], 0]);
});

test("a group deleted in one go leaves its account soft-deleted: found though the group is gone", async () => {
  await build();
  await deleteGroup();
  const proof = await look();
  expect(leftOf(proof)).toEqual(["managed group", "soft-deleted account"]);
  const purgedAt = new Date(
    Date.parse(proof.left[1]!.note.split("until ")[1]!.split(": purge it")[0]!),
  );
  expect(purgedAt.getTime()).toBeGreaterThan(NOW + 47 * 3_600_000);
  cloud.world.clock.advance(48 * 3_600_000 + 1);
  expect(leftOf(await look())).toEqual(["managed group"]);
});

test("a workspace deleted without force can leave its managed group behind, billed", async () => {
  await build();
  await deleteAccount();
  await purge();
  await deleteWorkspace(false);
  await deleteGroup();
  const proof = await look();
  expect(proof.left).toEqual([
    {
      kind: "managed group",
      id: `/subscriptions/${cloud.session.subscriptionId}/resourceGroups/${names().managedResourceGroup}`,
      note: `has no tags of stack dev, so lab destroy and lab recover leave it, and it is billed: look at what it holds, then az group delete --name ${names().managedResourceGroup}`,
    },
  ]);
});

/** Whatever has no client of its own here, made by the vendor's generic one. */
const make = (id: string, version: string, properties: Record<string, unknown>) =>
  cloud.clients.resources.resources.createOrUpdateById(id.slice(1), version, { properties }, FAST);
const remove = (id: string, version: string) =>
  cloud.clients.resources.resources.deleteById(id.slice(1), version, FAST);

test("a budget hangs at the subscription: it is left when the group is gone, until it is deleted itself", async () => {
  const budget = { amount: 50, emails: ["teacher@school.example"], start: "2026-12-01" };
  const proveLab = () => prove({ config: { ...STACK, budget }, session: cloud.session });
  const id = `/subscriptions/${cloud.session.subscriptionId}/providers/Microsoft.Consumption/budgets/${names().budget}`;
  await make(id, "2024-08-01", {
    category: "Cost",
    amount: 50,
    timeGrain: "Monthly",
    timePeriod: { startDate: "2026-12-01T00:00:00Z" },
  });
  const proof = await proveLab();
  expect([proof.left.map((one) => [one.kind, one.id]), proof.unknown]).toEqual([
    [["budget", id]],
    [],
  ]);
  await remove(id, "2024-08-01");
  const after = await proveLab();
  expect([after.left, after.unknown, proofExitCode(after)]).toEqual([[], [], 0]);
});

test("logs that were not deleted by force are left for 14 days, also when their group is gone", async () => {
  const { resourceGroup, logWorkspace } = names();
  const group = `/subscriptions/${cloud.session.subscriptionId}/resourceGroups/${resourceGroup}`;
  const id = `${group}/providers/Microsoft.OperationalInsights/workspaces/${logWorkspace}`;
  const create = () =>
    cloud.clients.resources.resources.createOrUpdateById(id.slice(1), "2023-09-01", {
      location: "eastus2",
    });
  await cloud.clients.resources.resourceGroups.createOrUpdate(resourceGroup, {
    location: "eastus2",
  });
  await create();
  await deleteGroup();
  expect(leftOf(await look())).toEqual(["soft-deleted log workspace"]);
  cloud.world.clock.advance(14 * 24 * 3_600_000);
  expect(leftOf(await look())).toEqual([]);
});

test("a seat's role is left at its class's account, until it is deleted or the account goes", async () => {
  await build();
  const { objectId, userName } = cloud.tenant.student;
  const student = { userName, objectId };
  const seat = {
    project: STACK.project,
    stack: "s01",
    layout: "seat",
    classStack: STACK.stack,
    student,
  } as const;
  const proveSeat = async () => {
    const { looked, unknown } = await prove({ config: seat, session: cloud.session });
    expect(unknown.filter(({ kind }) => kind === "role assignment")).toEqual([]);
    return looked.find(({ kind }) => kind === "role assignment")!;
  };
  const { id, state } = await proveSeat();
  expect(state).toBe("gone");
  const roleDefinitionId = `/subscriptions/${cloud.session.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${MODEL_USER}`;
  const assigned = { roleDefinitionId, principalId: objectId, principalType: "User" };
  await make(id, "2022-04-01", assigned);
  expect(await proveSeat()).toMatchObject({ id, state: "left" });
  await remove(id, "2022-04-01");
  expect(await proveSeat()).toMatchObject({ state: "gone" });
  await make(id, "2022-04-01", assigned);
  await deleteGroup();
  expect(await proveSeat()).toMatchObject({ state: "gone" });
});

test("another stack's lab is none of this one's business", async () => {
  await build();
  const proof = await prove({ config: { ...STACK, stack: "other" }, session: cloud.session });
  expect([proof.left, proofExitCode(proof)]).toEqual([[], 0]);
});

test("who may not look proves nothing", async () => {
  const proof = await prove({ config: STACK, session: await cloud.asStudent() });
  expect(proof.unknown.map(({ kind }) => kind)).toEqual([
    "resource group",
    "managed group",
    "account",
    "soft-deleted account",
    "workspace",
    "log workspace",
    "soft-deleted log workspace",
  ]);
  expect(proof.unknown[0]?.reason).toMatch(/^Azure answered 403 AuthorizationFailed: /);
  expect(proofExitCode(proof)).toBe(2);
});
