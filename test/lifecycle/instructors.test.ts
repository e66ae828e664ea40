/** Instructors of a class for a time: they come, stay, and go with the sweep, in both layouts. */
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classFolder, readClassRecord, writeClassRecord } from "../../scripts/class/class-store";
import type { InstructorRecord } from "../../scripts/class/class-record";
import type { InstructorRow } from "../../scripts/class/instructors";
import { lockClass } from "../../scripts/class/fleet";
import { azureStore } from "../../scripts/cloud/azure/store";
import { addMember, findMember } from "../../scripts/cloud/databricks/identity/members";
import { workspaceStore, type WorkspaceStore } from "../../scripts/cloud/databricks/store";
import { classDestroy } from "../../scripts/commands/class/destroy";
import { classInstructors } from "../../scripts/commands/class/instructors";
import { classStatus } from "../../scripts/commands/class/status";
import { classUp } from "../../scripts/commands/class/up";
import { classVerify } from "../../scripts/commands/class/verify";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const TUTOR = "tutor@example.edu";
/** An admin of one workspace before the class made anybody one. */
const DEAN = "dean@example.edu";
const UNTIL = "2090-01-31T18:00+01:00";
const OVER = "2020-01-31T18:00+01:00";
let stacks: LocalStacks;

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  for (const [name, layout] of [
    ["spring", "shared"],
    ["autumn", "isolated"],
  ] as const) {
    writeClassRecord(classFolder(home, name), {
      schema: "rai-lab/class/1",
      ...{ name, layout, cloud: "local", expires: "2090-12-06T18:00+01:00" },
      seats: ["ada", "grace"].map((slug) => ({
        ...{ slug, stack: `${name}-${slug}`, userName: `${slug}@example.edu` },
      })),
    });
    const made = await stacks.run(classUp, name, "--local");
    expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
  }
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const run = (name: string, ...args: string[]): Promise<Ended> =>
  stacks.run(classInstructors, name, "--local", ...args);
const rows = ({ document }: Ended): InstructorRow[] => document!["instructors"] as InstructorRow[];
const states = (ended: Ended): string[] =>
  rows(ended).map(({ stack, userName, state }) => `${stack} ${userName} ${state}`);

const storeOf = (stack: string): WorkspaceStore => {
  const { workspaces } = azureStore(stacks.world);
  const { workspaceId } = workspaces.values().find(({ id }) => id.endsWith(`-${stack}`))!;
  return workspaceStore(stacks.world.store, workspaceId);
};
const isAdmin = (stack: string, userName: string): boolean | undefined =>
  findMember(storeOf(stack), userName)?.admin;
const setAdmin = (stack: string, userName: string, admin: boolean): void => {
  const { members } = storeOf(stack);
  const member = findMember(storeOf(stack), userName)!;
  members.put(member.id, { ...member, admin });
};
const recorded = (name: string): InstructorRecord[] | undefined =>
  readClassRecord(classFolder(home, name))!.instructors;
/** Who the status of the class says manages it. */
const shown = async (name: string): Promise<unknown[]> =>
  (await stacks.run(classStatus, name, "--local")).document!["instructors"] as unknown[];
/** Lets the time of all instructors pass. */
function expire(name: string): void {
  const folder = classFolder(home, name);
  const record = readClassRecord(folder)!;
  const instructors = record.instructors!.map((one) => ({ ...one, until: OVER }));
  writeClassRecord(folder, { ...record, instructors });
}

test("the rights in a workspace that existed before the class are listed, and not changed", async () => {
  const { id } = azureStore(stacks.world)
    .workspaces.values()
    .find((one) => one.id.endsWith("-spring-class"))!;
  const outputs = { databricksWorkspaceResourceId: id, existing: { workspaceId: id } };
  await stacks.make("winter-class", { outputs });
  const record = readClassRecord(classFolder(home, "spring"))!;
  writeClassRecord(classFolder(home, "winter"), { ...record, name: "winter", seats: [] });
  const refused = await run("winter", "--add", TUTOR, "--until", UNTIL);
  expect([refused.error, refused.exitCode]).toEqual([undefined, 1]);
  expect(refused.text).toContain("existed before the class");
  expect(isAdmin("spring-class", TUTOR)).toBeUndefined();
  expect(recorded("winter") ?? []).toEqual([]);
  expect((await run("winter")).exitCode).toBe(0);
  stacks.forget("winter-class");
});

describe.each([
  ["spring", ["spring-class"]],
  ["autumn", ["autumn-ada", "autumn-grace"]],
])("class %s", (name, places) => {
  const [first] = places as [string];
  const add = (userName: string, until = UNTIL): Promise<Ended> =>
    run(name, "--add", userName, "--until", until);
  const all = (userName: string, state: string): string[] =>
    places.map((stack) => `${stack} ${userName} ${state}`);

  beforeAll(() => {
    addMember(storeOf(first), stacks.world.random, {
      ...{ userName: DEAN, displayName: "Dean", kind: "user", active: true, admin: true },
    });
  });

  test("what does not go together, a time that is over, and no address are refused", async () => {
    const refused = [
      await add(TUTOR, OVER),
      await add("tutor"),
      await run(name, "--add", TUTOR),
      await run(name, "--until", UNTIL),
      await run(name, "--add", TUTOR, "--until", UNTIL, "--remove", TUTOR),
    ];
    for (const { error } of refused) expect(error).toMatchObject({ code: "usage" });
    expect(recorded(name)).toBeUndefined();
    expect((await run(name, "--remove", DEAN)).error).toMatchObject({ code: "not-found" });
    const release = lockClass(classFolder(home, name), { class: name });
    expect((await add(TUTOR)).error).toMatchObject({ code: "locked" });
    release();
    expect(isAdmin(first, TUTOR)).toBeUndefined();
  });

  test("a person is added once, listed with the end, and removed; a user they stay", async () => {
    const added = await add("Tutor@Example.edu");
    expect([added.error, added.exitCode, states(added)]).toEqual([
      undefined,
      0,
      all(TUTOR, "added"),
    ]);
    expect(places.map((stack) => isAdmin(stack, TUTOR))).toEqual(places.map(() => true));
    const later = "2091-01-31T18:00+01:00";
    expect(states(await add(TUTOR, later))).toEqual(all(TUTOR, "instructor"));
    const one = { userName: TUTOR, until: later, stacks: places, before: [] };
    expect(recorded(name)).toEqual([one]);
    const listed = await run(name);
    expect(states(listed)).toEqual(expect.arrayContaining(all(TUTOR, "instructor")));
    expect(states(listed)).toContain(`${first} ${DEAN} unknown admin`);
    expect(listed.text).toContain(later);
    expect(await shown(name)).toContainEqual({
      ...{ userName: TUTOR, state: "instructor", until: later, isOverdue: false, stacks: places },
    });
    setAdmin(first, TUTOR, false);
    expect(states(await run(name))).toContain(`${first} ${TUTOR} no admin`);
    const removed = await run(name, "--remove", TUTOR);
    expect([removed.exitCode, states(removed)]).toEqual([0, all(TUTOR, "removed")]);
    expect(places.map((stack) => isAdmin(stack, TUTOR))).toEqual(places.map(() => false));
    expect(recorded(name)).toEqual([]);
  });

  test.each([
    ["verify --fix", classVerify, ["--fix"]],
    ["destroy --expired", classDestroy, ["--expired", "--yes"]],
  ])(
    "%s ends what is over, and only what the class gave",
    async (_, command, args) => {
      const others = places.slice(1);
      const dean = await add(DEAN);
      expect(states(dean)).toEqual([
        `${first} ${DEAN} admin before`,
        ...others.map((stack) => `${stack} ${DEAN} added`),
      ]);
      await add(TUTOR);
      const early = await stacks.run(command, name, "--local", ...args);
      expect([early.error, early.exitCode, rows(early)]).toEqual([undefined, 0, []]);
      expect(isAdmin(first, TUTOR)).toBe(true);
      expire(name);
      const swept = await stacks.run(command, name, "--local", ...args);
      expect([swept.error, swept.exitCode]).toEqual([undefined, 0]);
      expect(states(swept).sort()).toEqual(
        [
          `${first} ${DEAN} admin before`,
          ...others.map((stack) => `${stack} ${DEAN} removed`),
          ...all(TUTOR, "removed"),
        ].sort(),
      );
      expect(swept.text).toContain("instructors whose time is over");
      expect(places.map((stack) => isAdmin(stack, TUTOR))).toEqual(places.map(() => false));
      expect(places.map((stack) => isAdmin(stack, DEAN))).toEqual(
        places.map((stack) => stack === first),
      );
      expect(recorded(name)).toEqual([]);
    },
    seconds(60),
  );

  test("a workspace that fails is named, harms no other, and is tried again", async () => {
    await add(TUTOR);
    expire(name);
    const state = stacks.stateFile(first);
    renameSync(state, `${state}.away`);
    const half = await stacks.run(classDestroy, name, "--local", "--expired", "--yes");
    renameSync(`${state}.away`, state);
    expect(half.exitCode).toBe(1);
    expect(rows(half).find(({ stack }) => stack === first)).toMatchObject({
      state: "failed",
      failure: { code: "not-found" },
    });
    expect(half.text).toContain(`✖ ${first}`);
    expect(recorded(name)).toEqual([{ userName: TUTOR, until: OVER, stacks: [first], before: [] }]);
    expect(places.map((stack) => isAdmin(stack, TUTOR))).toEqual(
      places.map((stack) => stack === first),
    );
    const again = await stacks.run(classDestroy, name, "--local", "--expired", "--yes");
    expect([again.exitCode, states(again)]).toEqual([0, [`${first} ${TUTOR} removed`]]);
  });

  test("without the record the end is unknown, and nobody is removed by a guess", async () => {
    await add(TUTOR);
    rmSync(classFolder(home, name), { recursive: true });
    const listed = await run(name);
    expect(states(listed)).toEqual(expect.arrayContaining(all(TUTOR, "unknown admin")));
    expect(rows(listed).every(({ until }) => until === null)).toBe(true);
    expect((await run(name, "--remove", TUTOR)).error).toMatchObject({ code: "not-found" });
    const swept = await stacks.run(classDestroy, name, "--local", "--expired", "--yes");
    expect(rows(swept)).toEqual([]);
    expect(states(await add(TUTOR))).toEqual(all(TUTOR, "admin before"));
    expect(places.map((stack) => isAdmin(stack, TUTOR))).toEqual(places.map(() => true));
  });

  test(
    "destroying the class forgets them with its workspaces",
    async () => {
      expect(recorded(name)).toHaveLength(1);
      const gone = await stacks.run(classDestroy, name, "--local", "--yes");
      expect([gone.error, gone.exitCode], gone.written).toEqual([undefined, 0]);
      expect(recorded(name)).toEqual([]);
    },
    seconds(60),
  );
});
