/**
 * Classes of which state, settings, record and journal are lost, beside what is not theirs: another
 * class, groups that somebody tagged by hand, another project's, another subscription's.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { azureStore } from "../../scripts/cloud/azure/store";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { classDestroy } from "../../scripts/commands/class/destroy";
import { classRecover } from "../../scripts/commands/class/recover";
import { classUp } from "../../scripts/commands/class/up";
import type { Orphans } from "../../scripts/commands/class/destroy/find-orphans";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { rowsWith } from "../support/outside/world-snapshot";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
/** The class that stands beside the lost ones. */
const WINTER = "winter";
const OTHER_SUBSCRIPTION = "99999999-0000-4000-8000-000000000000";
let stacks: LocalStacks;
let bystanders: string[];

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  for (const [name, layout, slugs] of [
    ["spring", "shared", ["ada", "grace"]],
    ["autumn", "isolated", ["ada", "grace"]],
    [WINTER, "isolated", ["ada"]],
  ] as const) {
    writeClassRecord(classFolder(home, name), {
      schema: "rai-lab/class/1",
      ...{ name, layout, cloud: "local", expires: "2030-12-06T18:00+01:00" },
      seats: slugs.map((slug) => ({
        ...{ slug, stack: `${name}-${slug}`, userName: `${slug}@example.edu` },
      })),
    });
    const made = await stacks.run(classUp, name, "--local");
    expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
  }
  rmSync(path.join(home, "classes"), { recursive: true });
  await makeBystanders();
  const { workspaces } = azureStore(stacks.world);
  const { workspaceId } = workspaces.values().find(({ id }) => id.includes(WINTER))!;
  bystanders = [WINTER, workspaceId, "by-hand", "elsewhere"];
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Groups with tags of the lost classes, whose names no stack gives, or that are somebody else's. */
async function makeBystanders(): Promise<void> {
  const { resourceGroups } = stacks.clients.resources;
  for (const name of ["spring", "autumn"]) {
    const tags = { class: name, project: "rai-lab", "managed-by": "pulumi", stack: `${name}-ada` };
    const put = (group: string, own: Record<string, string>) =>
      resourceGroups.createOrUpdate(group, { location: "eastus2", tags: own });
    await put(`notes-by-hand-${name}`, tags);
    await put(`rg-rai-lab-${name}-by-hand`, { ...tags, project: "elsewhere" });
    await put(`rg-rai-lab-${name}-by-hand-2`, { ...tags, stack: "" });
    const group = await resourceGroups.get(`notes-by-hand-${name}`);
    const id = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-rai-lab-${name}-elsewhere`;
    azureStore(stacks.world).groups.put(id.toLowerCase(), {
      ...{ id, name: `rg-rai-lab-${name}-elsewhere`, subscriptionId: OTHER_SUBSCRIPTION },
      ...{ location: group.location, tags, state: "Succeeded" },
    });
  }
}

/** Loses all that this machine knows of some stacks of a class. */
function lose(name: string, ...slugs: string[]): void {
  for (const slug of slugs) {
    stacks.forget(`${name}-${slug}`);
    rmSync(path.join(home, `Pulumi.${name}-${slug}.yaml`), { force: true });
  }
  rmSync(path.join(home, "classes"), { recursive: true, force: true });
}

const run = (name: string, ...args: string[]): Promise<Ended> =>
  stacks.run(classDestroy, name, "--local", ...args);
const orphansOf = (name: string, ...args: string[]): Promise<Ended> =>
  run(name, "--orphans", ...args);

/** Each orphan with the kinds of what it has. */
const found = ({ document }: Ended): Record<string, string[]> =>
  Object.fromEntries(
    (document as unknown as Orphans).orphans.map(({ stack, kinds }) => [stack, [...kinds].sort()]),
  );
const named = (items: readonly { id: string }[]): string[] =>
  items.map(({ id }) => id.split("/").at(-1)!).sort();
const notOurs = ({ document }: Ended): string[] => named((document as unknown as Orphans).notOurs);
const ended = ({ document }: Ended): Record<string, string> => {
  const { half, seats } = document as { half: Row | null; seats: Row[] };
  return Object.fromEntries(
    [...seats, ...(half ? [half] : [])].map((row) => [row.stack, row.state]),
  );
};
interface Row {
  stack: string;
  state: string;
}

describe.each(["autumn", "spring"])("beside class %s", (name) => {
  let before: string[];
  beforeEach(() => {
    before = rowsWith(stacks.world, bystanders);
    expect(before.length).toBeGreaterThan(20);
  });
  const untouched = (): void => {
    expect(rowsWith(stacks.world, bystanders)).toEqual(before);
  };
  const handTagged = [`notes-by-hand-${name}`, `rg-rai-lab-${name}-by-hand-2`];
  const lab = ["account", "managed group", "resource group", "workspace"];
  const seat = ["cluster", "folder", "secret scope"];
  const isShared = name === "spring";

  test("a class with all its states has no orphans", async () => {
    const none = await orphansOf(name, "--yes");
    expect([none.exitCode, found(none), notOurs(none)]).toEqual([0, {}, handTagged]);
    expect(none.document).toMatchObject({ half: null, seats: [], unknown: [] });
    untouched();
  });

  test("one lost seat is listed, and deleted with --yes alone; the others stand", async () => {
    lose(name, "ada");
    const all = rowsWith(stacks.world, [""]);
    const listed = await orphansOf(name);
    const ada = { [`${name}-ada`]: isShared ? seat : lab };
    if (isShared) {
      const refused = await run(name, "--yes");
      expect(refused.error).toMatchObject({
        code: "data-loss",
        message: expect.stringContaining("spring-ada"),
        cure: expect.stringContaining("npx lab class destroy spring --orphans --local"),
      });
    }
    expect([listed.exitCode, found(listed)]).toEqual([1, ada]);
    expect(listed.text).toContain(`npx lab class destroy ${name} --orphans --local --yes`);
    expect(rowsWith(stacks.world, [""])).toEqual(all);
    const grace = rowsWith(stacks.world, [`rai-lab-${name}-grace`]);
    const gone = await orphansOf(name, "--yes");
    expect([gone.exitCode, ended(gone), found(gone)]).toEqual([0, { [`${name}-ada`]: "gone" }, {}]);
    if (!isShared) expect(rowsWith(stacks.world, [`rai-lab-${name}-grace`])).toEqual(grace);
    expect(clustersOf(name)).toEqual([`rai-lab-${name}-grace`]);
    untouched();
  });

  test("what a state that cannot be read records is unknown, and stays", async () => {
    const file = stacks.stateFile(`${name}-grace`);
    const state = readFileSync(file);
    writeFileSync(file, "{");
    const unknown = await orphansOf(name, "--yes");
    expect([unknown.exitCode, found(unknown)]).toEqual([2, {}]);
    expect(unknown.document).toMatchObject({ unknown: [{ kind: "state" }] });
    writeFileSync(file, state);
    untouched();
  });

  test("without a class the command says where to look; the whole class goes with its half", async () => {
    if (isShared) {
      lose(name, "class");
      const forget = makeFolder("materials");
      const byHand = await orphansOf(name, "--yes");
      expect(notOurs(byHand)).toEqual(["materials", ...handTagged]);
      expect(byHand.text).toContain("holds the work of materials, spring-grace");
      forget();
      const inUse = await orphansOf(name, "--yes");
      expect([inUse.exitCode, found(inUse), ended(inUse)]).toEqual([
        1,
        { "spring-class": lab },
        {},
      ]);
      expect(inUse.text).toContain(
        "spring-class stays: its workspace holds the work of spring-grace",
      );
      expect((await stacks.run(classRecover, name, "--local")).exitCode).toBe(0);
      expect(found(await orphansOf(name))).toEqual({});
      lose(name, "class");
    }
    lose(name, "grace");
    const cure = expect.stringContaining(`npx lab class destroy ${name} --orphans --local`);
    expect((await run(name, "--yes")).error).toMatchObject({ code: "not-found", cure });
    const gone = await orphansOf(name, "--yes");
    const half = isShared ? { "spring-class": "gone" } : {};
    expect([gone.exitCode, ended(gone), notOurs(gone)]).toEqual([
      0,
      { [`${name}-grace`]: "gone", ...half },
      handTagged,
    ]);
    expect(clustersOf(name)).toEqual([]);
    const { groups, deletedAccounts } = azureStore(stacks.world);
    const left = groups.values().filter(({ tags }) => tags?.["class"] === name);
    expect(left.every(({ id }) => /by-hand|elsewhere/.test(id))).toBe(true);
    expect(deletedAccounts.values()).toEqual([]);
    untouched();
  });
});

/** Makes a folder beside those of the seats of spring. @returns deletes it */
function makeFolder(name: string): () => void {
  const { workspaces } = azureStore(stacks.world);
  const { workspaceId } = workspaces.values().find(({ id }) => id.endsWith("spring-class"))!;
  const { objects } = workspaceStore(stacks.world.store, workspaceId);
  const [key, folder] = objects.entries().find(([at]) => at.endsWith("/spring-grace"))!;
  const own = key.replace("spring-grace", name);
  objects.put(own, { ...folder, path: folder.path.replace("spring-grace", name) });
  return () => void objects.delete(own);
}

/** The names of the clusters in all workspaces of a class. */
function clustersOf(name: string): unknown[] {
  const workspaces = azureStore(stacks.world).workspaces.values();
  return workspaces
    .filter(({ id }) => id.includes(`rg-rai-lab-${name}`))
    .flatMap(({ workspaceId }) => workspaceStore(stacks.world.store, workspaceId).clusters.values())
    .map(({ spec }) => spec.cluster_name);
}
