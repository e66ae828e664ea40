/** What a sweep of expired seats leaves for the status of its class, and whose half it takes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import type { ClassStatus } from "../../scripts/class/class-status";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { lastSweep } from "../../scripts/class/sweep";
import { inZone } from "../../scripts/class/times";
import { azureStore } from "../../scripts/cloud/azure/store";
import { classDestroy } from "../../scripts/commands/class/destroy";
import { classStatus } from "../../scripts/commands/class/status";
import { classUp } from "../../scripts/commands/class/up";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const folder = classFolder(home, "spring");
const HOUR = 3_600_000;
let stacks: LocalStacks;

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  const at = (hours: number): string => inZone(stacks.world.clock.now() + hours * HOUR);
  writeClassRecord(folder, {
    schema: "rai-lab/class/1",
    ...{ name: "spring", layout: "shared", cloud: "local", expires: at(300) },
    seats: [{ slug: "ada", stack: "spring-ada", userName: "ada@example.edu", expires: at(24) }],
  });
  const made = await stacks.run(classUp, "spring", "--local");
  expect([made.error, made.exitCode], made.written).toEqual([undefined, 0]);
}, seconds(60));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const sweep = (...args: string[]): Promise<Ended> =>
  stacks.run(classDestroy, "spring", "--local", "--expired", "--yes", ...args);

async function status(): Promise<[ClassStatus["sweep"], string]> {
  const { document, text } = await stacks.run(classStatus, "spring", "--local");
  return [document!["sweep"] as ClassStatus["sweep"], text];
}

test("only a sweep of all seats counts, and it is late after 48 hours", async () => {
  for (const part of [
    ["--seat", "ada"],
    ["--shard", "1/2"],
    ["--shard", "class"],
  ])
    await sweep(...part);
  expect((await status())[0]).toEqual({ last: null, isLate: false, missed: [] });
  expect((await sweep()).exitCode).toBe(0);
  const last = lastSweep(folder)!;
  expect((await status())[0]).toEqual({ last, isLate: false, missed: [] });
  stacks.world.clock.jump(49 * HOUR);
  const [late, text] = await status();
  expect(late).toEqual({ last, isLate: true, missed: [] });
  expect(text).toContain("the last sweep from this machine was 2 days ago");
});

test(
  "a seat 48 hours past its expiry is named, until a sweep that ends well has taken it",
  async () => {
    stacks.world.clock.jump(24 * HOUR);
    expect((await status())[0].missed).toEqual(["spring-ada"]);
    const before = lastSweep(folder);
    const operation = "databricks/clusters/permanent-delete";
    const refused = { status: 403, code: "AuthorizationFailed", message: "not yours" };
    stacks.world.faults.set([{ operation, nth: 1, answer: refused }]);
    expect((await sweep()).exitCode).toBe(1);
    stacks.world.faults.set([]);
    expect(lastSweep(folder)).toBe(before);
    const swept = await sweep();
    expect([swept.error, swept.exitCode], swept.written).toEqual([undefined, 0]);
    expect(lastSweep(folder)).not.toBe(before);
    expect((await status())[0]).toMatchObject({ isLate: false, missed: [] });
  },
  seconds(60),
);

test(
  "what seats share stays until its own expiry, also without a seat",
  async () => {
    const workspaces = (): number => [...azureStore(stacks.world).workspaces.values()].length;
    expect(workspaces()).toBe(1);
    rmSync(folder, { recursive: true });
    expect((await sweep()).exitCode).toBe(0);
    expect(workspaces()).toBe(1);
    stacks.world.clock.jump(300 * HOUR);
    const swept = await sweep();
    expect([swept.error, swept.exitCode], swept.written).toEqual([undefined, 0]);
    expect(workspaces()).toBe(0);
  },
  seconds(60),
);
