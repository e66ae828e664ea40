import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { LOCK_NAME, namesOf } from "../../../infra/names/physical-names";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { clearLocks, LOCK, refuseLocked } from "../../../scripts/commands/stack/locked-deletes";
import type { StackSession } from "../../../scripts/commands/stack/session";
import type { Plan, RecordedState, StepEvent } from "../../../scripts/engine/engine";
import { startLabCloud, type LabCloud } from "../../support/azure/lab-cloud";

let cloud: LabCloud;
let group: string;
beforeAll(async () => {
  cloud = await startLabCloud();
  const { subscriptionId } = cloud.tenant;
  const { resourceGroup } = namesOf({ subscriptionId, project: "rai-lab", stack: "dev" });
  group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
});
afterAll(() => cloud.stop());

const locks = () => azureStore(cloud.world).locks;
beforeEach(() => {
  for (const { id } of locks().values()) locks().delete(id.toLowerCase());
});

/** A lock of this name on the group, or on a part of it or above it. */
function standingLock(name = LOCK_NAME, scope = group): string {
  const id = `${scope}/providers/Microsoft.Authorization/locks/${name}`;
  locks().put(id.toLowerCase(), { id, name, scope, level: "CanNotDelete" });
  return id.toLowerCase();
}
const isStanding = (id: string): boolean => locks().get(id) !== undefined;

const ACCOUNT = "azure-native:cognitiveservices:Account";
const FORCED = "pulumi-nodejs:dynamic/rai-lab:ForcedDelete";
const BUDGET = "azure-native:consumption:Budget";
const SECRET = "databricks:index/secret:Secret";
const urnOf = (type: string): string =>
  `urn:pulumi:dev::rai-lab::${type}::${type.split(":").at(-1)!}`;

const recorded = (): RecordedState => {
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/oai`;
  const ids: Record<string, string> = {
    [ACCOUNT]: account,
    [FORCED]: `${group}/providers/Microsoft.Databricks/workspaces/dbw/forced-delete`,
    [BUDGET]: `/subscriptions/${cloud.tenant.subscriptionId}/providers/Microsoft.Consumption/budgets/b`,
    [SECRET]: "scope|||openai-key",
    [LOCK]: `${group}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`,
  };
  const resources = Object.entries(ids).map(([type, id]) => ({
    urn: urnOf(type),
    type,
    id,
    inputs: {},
  }));
  return { count: 5, made: undefined, outputs: {}, pending: 0, resources, references: [] };
};

const session = (lock: boolean): StackSession => {
  const stack = { project: "rai-lab", name: "dev" };
  return {
    stack,
    config: parseConfig({ "rai-lab:lock": String(lock) }, "rai-lab", "dev"),
    engine: { recorded: () => Promise.resolve(recorded()) },
    cloud: undefined,
    azure: () => Promise.resolve(cloud.session),
  } as unknown as StackSession;
};

const planOf = (...steps: [type: string, operation: StepEvent["operation"]][]): Plan => ({
  counts: { create: 0, same: 0, update: 0, replace: 0, delete: 0 },
  steps: steps.map(([type, operation]) => ({
    ...{ operation, urn: urnOf(type), type, name: type.split(":").at(-1)!, phase: "done" as const },
    ...(operation === "replace" && { part: "delete" as const }),
  })),
  failures: [],
});

describe("the stack's own lock", () => {
  test.each([ACCOUNT, FORCED])("is lifted first where the settings have none: %s", async (type) => {
    const lock = standingLock();
    await clearLocks(session(false), planOf([SECRET, "delete"], [type, "replace"]));
    expect(isStanding(lock)).toBe(false);
  });

  test.each([
    ["nothing is deleted", planOf([ACCOUNT, "update"])],
    ["only what it does not protect", planOf([SECRET, "delete"], [BUDGET, "delete"])],
    ["only the lock itself", planOf([LOCK, "delete"])],
  ])("stays, to be deleted in its turn, where %s", async (_, plan) => {
    const lock = standingLock();
    await clearLocks(session(false), plan);
    await clearLocks(session(true), plan);
    expect(isStanding(lock)).toBe(true);
  });

  test("refuses what it protects before anything is touched, and says how", async () => {
    const lock = standingLock();
    const plan = planOf([SECRET, "replace"], [ACCOUNT, "replace"]);
    await expect(clearLocks(session(true), plan)).rejects.toMatchObject({
      code: "deployment",
      message: "The stack's own lock (rai-lab:lock) forbids what this change deletes: Account",
      where: lock,
      cure: expect.stringContaining("set rai-lab:lock to false, run: npx lab up dev"),
    });
    expect(isStanding(lock)).toBe(true);
  });

  test("made by the same change: it comes after replacements and before deletions", async () => {
    await clearLocks(session(true), planOf([ACCOUNT, "replace"]));
    await expect(clearLocks(session(true), planOf([ACCOUNT, "delete"]))).rejects.toMatchObject({
      code: "deployment",
    });
  });
});

describe("a lock of somebody else", () => {
  const scopes: [string, () => string][] = [
    ["on the group", () => group],
    ["on the account", () => `${group}/providers/Microsoft.CognitiveServices/accounts/oai`],
    ["on the subscription", () => `/subscriptions/${cloud.tenant.subscriptionId}`],
  ];
  test.each(scopes)("%s is named, never lifted: up and destroy", async (_, scope) => {
    const lock = standingLock("teachers-own", scope());
    const refusal = {
      code: "deployment",
      message: expect.stringMatching(/^A lock in Azure forbids to delete .*Account/),
      where: lock,
      cure: expect.stringContaining(`az lock delete --ids ${lock}`),
    };
    const plan = planOf([ACCOUNT, "replace"]);
    await expect(clearLocks(session(false), plan)).rejects.toMatchObject(refusal);
    await expect(refuseLocked(session(false), recorded())).rejects.toMatchObject(refusal);
    expect(isStanding(lock)).toBe(true);
  });

  test("on something that stays is no matter", async () => {
    standingLock("other", `${group}/providers/Microsoft.Storage/storageAccounts/x`);
    await clearLocks(session(false), planOf([ACCOUNT, "replace"]));
    await refuseLocked(session(false), recorded());
  });
});
