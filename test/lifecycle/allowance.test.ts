/** A day's minutes of a seat: counted, used up, taken away, and given back on the next day. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { DATABRICKS_AUDIENCE } from "../../infra/azure/resource-types";
import { dayOf, type SeatMinutes } from "../../scripts/class/allowance";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { azureStore } from "../../scripts/cloud/azure/store";
import { workspaceStore, type WorkspaceStore } from "../../scripts/cloud/databricks/store";
import { classStart } from "../../scripts/commands/class/start";
import { classStatus } from "../../scripts/commands/class/status";
import { classStop } from "../../scripts/commands/class/stop";
import { classUp } from "../../scripts/commands/class/up";
import { classVerify } from "../../scripts/commands/class/verify";
import { up } from "../../scripts/commands/up";
import type { LabCommand } from "../../scripts/lib/shell/command";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const CLASS = "spring";
const ZONE = "Europe/Berlin";
/** Less than a cluster may be idle. */
const ALLOWED = 18;
const MINUTE = 60_000;
let stacks: LocalStacks;

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  // In the morning, so that the day does not end before the test does.
  passTo(8 * 60);
  writeClassRecord(classFolder(home, CLASS), {
    schema: "rai-lab/class/1",
    ...{ name: CLASS, layout: "shared", cloud: "local", expires: "2090-12-06T18:00+01:00" },
    allowance: { minutesADay: ALLOWED, zone: ZONE },
    seats: ["ada", "grace"].map((slug) => ({
      ...{ slug, stack: `${CLASS}-${slug}`, userName: `${slug}@example.edu` },
    })),
  });
  const made = await run(classUp);
  expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const run = (command: LabCommand, ...args: string[]): Promise<Ended> =>
  stacks.run(command, CLASS, "--local", ...args);
const pass = (minutes: number): void => {
  stacks.world.clock.jump(minutes * MINUTE);
};
/** Lets the day end, and some minutes of the next one pass. */
function passTo(minutes: number): void {
  const { clock } = stacks.world;
  clock.jump(dayOf(clock.now(), ZONE).end - clock.now());
  pass(minutes);
}

interface Row {
  slug: string;
  state: string;
  minutes: SeatMinutes | null;
  failure: { code: string; message: string } | null;
}
const rowOf = ({ document }: Ended, slug: string): Row =>
  (document!["seats"] as Row[]).find((row) => row.slug === slug)!;
const states = ({ document }: Ended): string[] =>
  (document!["seats"] as Row[]).map(({ state }) => state);
const minutesOf = async (slug: string): Promise<SeatMinutes> =>
  rowOf(await run(classStatus), slug).minutes!;

const workspace = () => azureStore(stacks.world).workspaces.values()[0]!;
const store = (): WorkspaceStore => workspaceStore(stacks.world.store, workspace().workspaceId);
const clusterOf = (slug: string) =>
  store()
    .clusters.values()
    .find(({ spec }) => spec.single_user_name === `${slug}@example.edu`)!;
/** What the workspace answers a student who starts their cluster. */
async function startAs(slug: string): Promise<number> {
  const userName = `${slug}@example.edu`;
  await post(`${stacks.connection.control}/users`, { userName });
  const tokens = `${stacks.connection.control}/tokens`;
  const asked = await post(tokens, { userName, resource: DATABRICKS_AUDIENCE });
  const { token } = (await asked.json()) as { token: string };
  const start = `https://${workspace().workspaceUrl}/api/2.1/clusters/start`;
  return (await post(start, { cluster_id: clusterOf(slug).cluster_id }, token)).status;
}
const post = (url: string, body: object, token = stacks.connection.controlToken) =>
  fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
/** Lets the cluster of a seat run until it has run for so many minutes. */
function passUntilRun(slug: string, minutes: number): void {
  const events = store().events.get(clusterOf(slug).cluster_id)!;
  const since = events.filter(({ type }) => type === "RUNNING").at(-1)!.timestamp;
  stacks.world.clock.jump(since + minutes * MINUTE - stacks.world.clock.now());
}

test("minutes are counted from the cluster's log, and said before they end", async () => {
  const early = await minutesOf("ada");
  expect(early).toMatchObject({ allowed: ALLOWED, mayStart: true });
  expect(early.used).toBeLessThan(10);
  expect(rowOf(await run(classStop, "--used-up"), "ada")).toMatchObject({ state: "ready" });
  expect((await run(classStop, "--seat", "grace")).exitCode).toBe(0);
  passUntilRun("ada", 15.5);
  const near = await run(classStatus);
  const { used } = rowOf(near, "ada").minutes!;
  expect(used).toBeGreaterThanOrEqual(15);
  expect(rowOf(near, "grace").minutes!.used).toBeLessThan(10);
  expect(near.text).toContain("near the end of today's minutes");
  expect(near.text).toContain(`${used}/${ALLOWED}`);
  const page = readFileSync(String(near.document!["page"]), "utf8");
  expect(page).toContain(`used ${used} of ${ALLOWED} minutes today`);
});

test("who used them up is stopped and cannot start; the others can", async () => {
  passUntilRun("ada", 18.2);
  const differs = await run(classVerify);
  expect(differs.exitCode).toBe(1);
  expect(rowOf(differs, "ada").failure).toMatchObject({ code: "minutes" });
  expect(rowOf(differs, "grace").state).toBe("ready");
  const held = await run(classStop, "--used-up");
  expect([held.error, held.exitCode, states(held)]).toEqual([undefined, 0, ["stopped", "stopped"]]);
  expect(held.written).toMatch(
    /spring-ada: used 1\d of 18 minutes today: stopped, not to be started/,
  );
  expect(held.written).not.toContain(`${CLASS}-grace: used`);
  expect(clusterOf("ada").state).toBe("TERMINATED");
  expect(await startAs("ada")).toBe(403);
  expect(await startAs("grace")).toBe(200);
  const again = await run(classStop, "--used-up");
  expect([again.exitCode, states(again)]).toEqual([0, ["stopped", "ready"]]);
  expect(again.written).not.toContain("minutes today");
});

test(
  "`lab up` of the seat alone gives it back, says so, and the next sweep takes it",
  async () => {
    const alone = await stacks.run(up, `${CLASS}-ada`, "--local");
    expect([alone.error, alone.exitCode]).toEqual([undefined, 0]);
    expect(alone.written).toContain("compute-permissions (accessControls");
    expect(await minutesOf("ada")).toMatchObject({ mayStart: true });
    expect(states(await run(classStop, "--used-up", "--seat", "ada"))).toEqual(["stopped"]);
    expect(await startAs("ada")).toBe(403);
  },
  seconds(60),
);

test(
  "what the allowance took is no difference, and no command of the class gives it back",
  async () => {
    for (const args of [[], ["--fix"]]) {
      const verified = await run(classVerify, ...args);
      expect([verified.exitCode, states(verified)], verified.written).toEqual([
        0,
        ["ready", "ready"],
      ]);
    }
    expect(await startAs("ada")).toBe(403);
    const brought = await run(classUp, "--seat", "ada");
    expect([brought.exitCode, states(brought)], brought.written).toEqual([0, ["stopped"]]);
    expect(await startAs("ada")).toBe(403);
    const started = await run(classStart, "--seat", "ada");
    expect([started.exitCode, rowOf(started, "ada").failure]).toMatchObject([
      1,
      { code: "used-up" },
    ]);
    expect(clusterOf("ada").state).toBe("TERMINATED");
  },
  seconds(60),
);

test("the class is found with its allowance by its stacks alone", async () => {
  rmSync(classFolder(home, CLASS), { recursive: true });
  const found = await run(classStatus);
  expect(found.document!["allowance"]).toEqual({ minutesADay: ALLOWED, zone: ZONE });
  expect(rowOf(found, "ada").minutes).toMatchObject({ allowed: ALLOWED, mayStart: false });
});

test(
  "on the next day it is theirs again: by the sweep, or by verify --fix",
  async () => {
    passTo(5);
    expect(await minutesOf("ada")).toEqual({ used: 0, allowed: ALLOWED, mayStart: false });
    const differs = await run(classVerify);
    expect(rowOf(differs, "ada").failure!.message).toContain("may not start");
    const fixed = await run(classVerify, "--fix");
    expect(fixed.exitCode, fixed.written).toBe(0);
    expect(fixed.written).toContain("may be started again");
    expect(await startAs("ada")).toBe(200);
    expect(states(await run(classStart, "--seat", "ada"))).toEqual(["ready"]);
    passUntilRun("ada", 18.2);
    expect(states(await run(classStop, "--used-up"))).toContain("stopped");
    expect(await startAs("ada")).toBe(403);
    passTo(5);
    const swept = await run(classStop, "--used-up");
    expect([swept.exitCode, swept.written]).toEqual([0, expect.stringContaining("may be started")]);
    expect(await startAs("ada")).toBe(200);
  },
  seconds(60),
);

test("a log of many pages is read, and one without an end makes the minutes unknown", async () => {
  expect((await run(classStart, "--seat", "ada")).exitCode).toBe(0);
  const { cluster_id: id } = clusterOf("ada");
  const now = stacks.world.clock.now();
  const before = store().events.get(id) ?? [];
  const fill = (count: number): void => {
    const events = Array.from({ length: count }, (_, k) => ({
      ...{ cluster_id: id, timestamp: now - k, details: {} },
      type: k % 2 === 0 ? "TERMINATING" : "RUNNING",
    }));
    store().events.put(id, [...before, ...events]);
  };
  fill(1200);
  expect((await minutesOf("ada")).used).not.toBeNull();
  fill(6000);
  expect(await minutesOf("ada")).toMatchObject({ used: null, mayStart: true });
  const refused = await run(classStop, "--used-up");
  expect([refused.exitCode, rowOf(refused, "ada").failure]).toMatchObject([1, { code: "cloud" }]);
  expect(await startAs("ada")).not.toBe(403);
});
