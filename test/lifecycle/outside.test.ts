/**
 * What exists outside the state: every resource type × what happened × command. Each scenario is run
 * once for many types, and each cell says in one word what a command said or did about one type.
 */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import type { Collection } from "../../scripts/cloud/core/store";
import { azureStore } from "../../scripts/cloud/azure/store";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { asError } from "../../scripts/base/as-error";
import { groupBy } from "../../scripts/base/group-by";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import type { StateEntry } from "../support/engine/harness";
import { deleteByHand, deleteInAzure } from "../support/lifecycle/by-hand";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import * as observe from "../support/outside/observe";
import { expectedBlocks } from "../support/outside/table";
import { snapshotOf } from "../support/outside/world-snapshot";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const elsewhere = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
let other: LocalStacks | undefined;
let bases: Map<string, observe.Base>;
let restore: () => Promise<void>;

const EXTRAS = {
  diagnostics: true,
  policy: {},
  budget: { amount: 9, emails: ["a@school.example"], start: "2027-01-01" },
};

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  const { userName, objectId } = stacks.connection.student;
  const settings = {
    dev: { ...EXTRAS, lock: true, openai: { auth: "entra" }, student: { userName, objectId } },
    spring: { layout: "class" },
    s01: { layout: "seat", classStack: "spring", student: { userName } },
  };
  for (const [name, one] of Object.entries(settings)) {
    stacks.settle(name, one);
    const made = await stacks.run(up, name, "--local");
    expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
  }
  const files = Object.keys(settings).map((name) => stacks.stateFile(name));
  const texts = files.map((file) => readFileSync(file, "utf8"));
  const restoreWorld = snapshotOf(stacks.world);
  restore = async () => {
    await restoreWorld();
    files.forEach((file, i) => writeFileSync(file, texts[i]!));
  };
  bases = new Map(["dev", "s01"].map((name) => [name, baseOf(name)]));
}, seconds(30));

afterAll(async () => {
  await other?.stop();
  await stacks.stop();
  for (const folder of [home, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

function baseOf(name: string): observe.Base {
  const stateFile = stacks.stateFile(name);
  const entries = observe.entriesIn(stateFile).filter(observe.isResource);
  return { stateFile, byType: groupBy(entries, ({ type }) => type) };
}

/** Something that happened to a stack, and the types that it happened to. */
interface Scenario {
  condition: string;
  title: string;
  stack: "dev" | "s01";
  of: RegExp;
  arrange: () => Promise<void>;
}

const ANY = /./;
/** What nothing else depends on, or little. */
const LEAVES =
  /RoleAssignment|ManagementLock|Budget|DiagnosticSetting|Permissions|WorkspaceFile|Notebook|ClusterPolicy|Cluster$|User|Deployment|:Secret$|SecretAcl|Directory|SecretScope|Clone|Readiness/;
const CONTAINERS =
  /cognitiveservices:Account|databricks:Workspace|operationalinsights:Workspace|Purge|Forced|Removal/;
const GROUP = /ResourceGroup/;

const CONDITIONS = ["state lost", "deleted by hand", "made by hand", "left over", "other tenant"];

const SCENARIOS: Scenario[] = [
  ...(["dev", "s01"] as const).map((stack) => ({
    ...{ condition: "state lost", title: "all of it", stack, of: ANY },
    arrange: () => {
      stacks.forget(stack);
      return Promise.resolve();
    },
  })),
  ...deletedByHand("dev", "leaves", LEAVES),
  ...deletedByHand("dev", "containers", CONTAINERS),
  ...deletedByHand("dev", "the group", GROUP),
  ...deletedByHand("s01", "all of it", ANY),
  ...madeByHand("dev", "leaves", LEAVES),
  ...madeByHand("dev", "containers", CONTAINERS),
  ...madeByHand("dev", "the group", GROUP),
  ...madeByHand("s01", "all of it", ANY),
  {
    ...{
      condition: "left over",
      title: "the group deleted, the state lost",
      stack: "dev",
      of: ANY,
    },
    arrange: async () => {
      stacks.forget("dev");
      await deleteGroup("dev");
    },
  },
  {
    ...{ condition: "left over", title: "the class deleted", stack: "s01", of: ANY },
    arrange: () => deleteGroup("spring"),
  },
  ...(["dev", "s01"] as const).map((stack) => ({
    ...{ condition: "other tenant", title: "another cloud", stack, of: ANY },
    arrange: () => Promise.resolve(),
  })),
];

function deletedByHand(stack: Scenario["stack"], title: string, of: RegExp): Scenario[] {
  const arrange = async (): Promise<void> => {
    await liftLock();
    const { byType } = bases.get(stack)!;
    const { world, connection } = stacks;
    const place = { world, env: connection.env, workspaceId: observe.workspaceIdOf(byType) };
    const doomed = [...byType].flatMap(([type, entries]) => (of.test(type) ? entries : []));
    // What is in something else is deleted before it; a lock is gone already.
    for (const entry of doomed.reverse())
      if (!/ManagementLock|^pulumi-nodejs/.test(entry.type)) await deleteByHand(place, entry);
  };
  return [{ condition: "deleted by hand", title, stack, of, arrange }];
}

/** Resources with the stack's names and without its tags, of which the state knows nothing. */
function madeByHand(stack: Scenario["stack"], title: string, of: RegExp): Scenario[] {
  const arrange = (): Promise<void> => {
    const file = stacks.stateFile(stack);
    const state = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: { resources: StateEntry[] } };
    };
    const { latest } = state.checkpoint;
    latest.resources = withoutTypes(latest.resources, of);
    writeFileSync(file, JSON.stringify(state));
    const { groups, accounts, workspaces, logWorkspaces } = azureStore(stacks.world);
    if (of !== LEAVES && stack === "dev")
      for (const table of [groups, accounts, workspaces, logWorkspaces]) removeTags(table);
    return Promise.resolve();
  };
  return [{ condition: "made by hand", title, stack, of, arrange }];
}

function removeTags(table: Collection<{ name: string; tags: object | undefined }>): void {
  for (const [key, value] of table.entries())
    if (value.name.includes("-dev")) table.put(key, { ...value, tags: {} });
}

/** A state without the resources of some types, and without what depends on them. */
function withoutTypes(resources: readonly StateEntry[], of: RegExp): StateEntry[] {
  const gone = new Set<unknown>();
  return resources.filter((one) => {
    const { parent, deletedWith, dependencies = [], provider = "" } = one;
    const needs = [parent, deletedWith, ...(dependencies as string[]), urnOf(provider as string)];
    const isOne = observe.isResource(one) && of.test(one.type);
    if (!isOne && !needs.some((urn) => gone.has(urn))) return true;
    gone.add(one.urn);
    return false;
  });
}

const urnOf = (reference: string): string => reference.split("::").slice(0, -1).join("::");

async function liftLock(): Promise<void> {
  for (const { id } of azureStore(stacks.world).locks.values())
    await deleteInAzure(
      stacks.connection,
      id,
      RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"].apiVersion,
    );
}

async function deleteGroup(stack: string): Promise<void> {
  await liftLock();
  const id = `/subscriptions/${stacks.connection.subscriptionId}/resourceGroups/rg-rai-lab-${stack}`;
  const { apiVersion } = RESOURCE_TYPES["azure-native:resources:ResourceGroup"];
  await deleteInAzure(stacks.connection, id, apiVersion);
}

/** How a command ended: its exit code, or the code of its error. */
const endOf = ({ exitCode, error }: Ended): string => {
  if (error === undefined) return String(exitCode);
  if (error instanceof LabError) return error.code;
  throw asError(error);
};

/** Runs all commands on a scenario. @returns the block of the table that they give */
async function play({ condition, title, stack, of, arrange }: Scenario): Promise<string> {
  const here = condition === "other tenant" ? await openOther() : stacks;
  const base = bases.get(stack)!;
  const own = { ...base, stateFile: here.stateFile(stack) };
  const look = () => observe.presencesOf(stacks.world, own);
  const begin = async () => {
    await restore();
    await arrange();
    return look();
  };
  const run = (command: Parameters<LocalStacks["run"]>[0]) => here.run(command, stack, "--local");

  let before = await begin();
  const [doctored, proven, upped] = [await run(doctor), await run(proof), await run(up)];
  const afterUp = look();
  const isRefused = [...before].every(([type, one]) => isEqual(one, afterUp.get(type)!));
  if (!isRefused) before = await begin();
  const recovered = await run(recover);
  const afterRecover = look();
  const upAgain = await run(up);
  if (condition !== "other tenant") before = await begin();
  const destroyed = await run(destroy);
  const afterDestroy = look();

  const ends = [doctored, upped, recovered, destroyed, proven, upAgain].map(endOf);
  const rows = [...base.byType.keys()].sort().flatMap((type) => {
    if (!of.test(type)) return [];
    const at = before.get(type)!;
    const cells = [
      observe.namedByDoctor(type, doctored),
      observe.effectOf(at, afterUp.get(type)!, upped),
      observe.effectOf(at, afterRecover.get(type)!, recovered),
      observe.effectOf(at, afterDestroy.get(type)!, destroyed),
      observe.rowInProof(type, proven),
    ];
    return [`  ${type} ${cells.join(" ")}`];
  });
  return [`${condition} · ${title} · ${stack}`, `  ends ${ends.join(" ")}`, ...rows].join("\n");
}

const isEqual = (a: observe.Presence, b: observe.Presence): boolean =>
  a.cloud === b.cloud && a.state === b.state;

/** Another cloud, which has another tenant, with a copy of all states. */
async function openOther(): Promise<LocalStacks> {
  if (other) return other;
  await restore();
  other = await startLocalStacks(elsewhere);
  for (const part of [
    "backend/.pulumi",
    "Pulumi.dev.yaml",
    "Pulumi.spring.yaml",
    "Pulumi.s01.yaml",
  ])
    cpSync(path.join(home, part), path.join(elsewhere, part), { recursive: true });
  return other;
}

/**
 * Every type that a recorded plan has, apart from components and providers. What existed before the
 * stack has its own test: existing.test.ts.
 */
function typesOfPlans(): string[] {
  const all = globSync(path.join(__dirname, "../golden/*.json"));
  const plans = all.filter((file) => !path.basename(file).includes("existing"));
  const urns = plans.flatMap(
    (file) => JSON.parse(readFileSync(file, "utf8")) as { urn?: string }[],
  );
  const types = urns.flatMap(({ urn }) => urn?.split("::")[0] ?? []);
  return [...new Set(types)].filter((type) => observe.isResource({ type })).sort();
}

test("the table has a cell for every type of the program, condition and command", () => {
  const rows = [...expectedBlocks].flatMap(([title, block]) =>
    block
      .split("\n")
      .slice(2)
      .map((line) => ({ condition: title.split(" · ")[0]!, cells: line.trim().split(" ") })),
  );
  const conditions = groupBy(rows, ({ condition }) => condition);
  expect([...conditions.keys()]).toEqual(CONDITIONS);
  for (const [condition, all] of conditions) {
    expect(new Set(all.map(({ cells }) => cells[0])), condition).toEqual(new Set(typesOfPlans()));
    for (const { cells } of all) expect(cells, `${condition} ${cells[0]}`).toHaveLength(6);
  }
});

describe("a class and its seat without their states", { timeout: seconds(40) }, () => {
  const run = (command: Parameters<LocalStacks["run"]>[0], ...args: string[]) =>
    stacks.run(command, ...args, "--local");
  const lost = { code: "not-found", message: "No state records spring, the class of seat s01" };

  test("the class's state: the seat waits for it, and says so; its recovery is the way out", async () => {
    await restore();
    stacks.forget("spring");
    const cure = expect.stringContaining("npx lab recover spring --local");
    expect((await run(doctor, "s01")).document).toMatchObject({
      verdict: "refused",
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "class-exists", code: "class-state", cure }),
      ]),
    });
    for (const command of [up, recover])
      expect((await run(command, "s01")).error).toMatchObject({ ...lost, cure });
    expect((await run(proof, "s01")).text).toContain("s01 exists");
    expect((await run(destroy, "spring")).error).toMatchObject({
      code: "data-loss",
      message: expect.stringContaining("class spring has the seats s01"),
    });
    expect((await run(recover, "spring")).exitCode).toBe(0);
    for (const name of ["spring", "s01"])
      expect((await run(up, name)).document).toMatchObject({
        resources: { create: 0, update: 0, replace: 0, delete: 0 },
      });
  });

  test("both: the class is guarded by what is in its workspace, and the seat is still a seat", async () => {
    await restore();
    for (const name of ["spring", "s01"]) stacks.forget(name);
    expect((await run(destroy, "spring")).error).toMatchObject({
      code: "data-loss",
      message: expect.stringContaining("class spring has the seats s01"),
    });
    expect((await run(recover, "s01")).error).toMatchObject(lost);
    const gone = await run(destroy, "s01");
    expect([gone.exitCode, gone.error]).toEqual([0, undefined]);
    const { proof: proven } = gone.document as { proof: { looked: { kind: string }[] } };
    expect(proven.looked.map(({ kind }) => kind)).toEqual(["cluster", "secret scope", "folder"]);
    const [workspace] = azureStore(stacks.world).workspaces.values().filter(isSprings);
    const { clusters } = workspaceStore(stacks.world.store, workspace!.workspaceId);
    expect(clusters.values()).toEqual([]);
    expect((await run(destroy, "spring")).exitCode).toBe(0);
    expect(azureStore(stacks.world).workspaces.values().filter(isSprings)).toEqual([]);
  });
});

const isSprings = ({ name }: { name: string }): boolean => name === "dbw-rai-lab-spring";

test("a managed group that may be somebody else's stays, and every command says whose it may be", async () => {
  await restore();
  stacks.forget("dev");
  await deleteGroup("dev");
  const { groups, budgets } = azureStore(stacks.world);
  for (const [key] of budgets.entries()) budgets.delete(key);
  const [key, group] = groups.entries().find(([, { name }]) => name.endsWith("-dev-databricks"))!;
  groups.put(key, { ...group, tags: {} });
  const cure = expect.stringContaining("az group delete --name rg-rai-lab-dev-databricks");
  for (const command of [up, recover])
    expect((await stacks.run(command, "dev", "--local")).error).toMatchObject({
      code: "exists",
      cure,
    });
  expect((await stacks.run(doctor, "dev", "--local")).written).toContain("az group delete");
  expect((await stacks.run(destroy, "dev", "--local")).exitCode).toBe(1);
  expect(groups.get(key)).toBeDefined();
});

describe("what commands say and do", { timeout: seconds(40) }, () => {
  test.each(SCENARIOS)("$condition: $title of $stack", async (scenario) => {
    const block = await play(scenario);
    const title = block.split("\n")[0]!;
    expect(block).toBe(expectedBlocks.get(title));
  });
});
