import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { lock } from "../../../scripts/engine/state/lock";
import { Thing } from "../../support/engine/sdk";
import { EngineHarness, program } from "../../support/engine/harness";

let backend = "";
let folder = "";
beforeEach(() => {
  backend = mkdtempSync(join(tmpdir(), "rai-lab-lock-"));
  folder = join(backend, ".pulumi", "locks", "organization", "demo", "dev");
});
const leave = (holder: object): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "11111111-2222-3333-4444-555555555555.json"), JSON.stringify(holder));
};

test("the lock lies where the CLI looks for it, says who holds it, and is gone when released", async () => {
  const release = await lock(backend, "demo", "dev");
  const [name, ...more] = readdirSync(folder);
  expect(name).toMatch(/^[0-9a-f-]{36}\.json$/);
  expect(more).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, name ?? ""), "utf8"))).toMatchObject({
    pid: process.pid,
    hostname: hostname(),
  });
  await release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a second run of the same stack is refused, naming the first; another stack is not", async () => {
  const release = await lock(backend, "demo", "dev");
  await expect(lock(backend, "demo", "dev")).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining(`(pid ${process.pid})`),
  });
  await (
    await lock(backend, "demo", "other")
  )();
  await release();
  await (
    await lock(backend, "demo", "dev")
  )();
});

test("of two who come at once at most one gets in, and nothing is left over", async () => {
  const tries = await Promise.allSettled([
    lock(backend, "demo", "dev"),
    lock(backend, "demo", "dev"),
  ]);
  const won = tries.flatMap((t) => (t.status === "fulfilled" ? [t.value] : []));
  expect(won.length).toBeLessThanOrEqual(1);
  for (const release of won) await release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock that a killed process of this host left is taken over", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  leave({
    pid: child.pid,
    username: "student",
    hostname: hostname(),
    timestamp: "2026-01-01T00:00:00Z",
  });
  await expect(lock(backend, "demo", "dev")).rejects.toMatchObject({ code: "locked" });
  child.kill("SIGKILL");
  await once(child, "exit");
  await (
    await lock(backend, "demo", "dev")
  )();
  expect(readdirSync(folder)).toEqual([]);
});

test("of another host's process we cannot know: its lock holds", async () => {
  leave({ pid: 1, username: "student", hostname: "elsewhere", timestamp: "2026-01-01T00:00:00Z" });
  await expect(lock(backend, "demo", "dev")).rejects.toMatchObject({
    code: "locked",
    message: "the stack is being changed by student@elsewhere (pid 1) since 2026-01-01T00:00:00Z",
    where: expect.stringContaining(folder),
  });
});

/** As pkg/backend/diy/lock.go marshals it: a time with nanoseconds and offset, a user name that may hold a domain. */
const cliLock = (pid: number): string =>
  `{"pid":${pid},"username":"SCHOOL\\\\student","hostname":${JSON.stringify(hostname())},"timestamp":"2026-11-23T22:12:31.123456789+01:00"}`;

test("a lock file of a CLI that runs is honoured and left alone; one of a dead CLI is taken over", async () => {
  const file = join(folder, "0d4b2bd2-6a5c-4f0e-9a27-55c0a90d8a51.json");
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const written = cliLock(child.pid ?? 0);
  writeFileSync(file, written);
  await expect(lock(backend, "demo", "dev")).rejects.toMatchObject({
    code: "locked",
    message: `the stack is being changed by SCHOOL\\student@${hostname()} (pid ${child.pid}) since 2026-11-23T22:12:31.123456789+01:00`,
    where: file,
  });
  expect(readdirSync(folder)).toEqual(["0d4b2bd2-6a5c-4f0e-9a27-55c0a90d8a51.json"]);
  expect(readFileSync(file, "utf8")).toBe(written);
  child.kill("SIGKILL");
  await once(child, "exit");
  await (
    await lock(backend, "demo", "dev")
  )();
  expect(readdirSync(folder)).toEqual([]);
});

test("the sidecar file of an older CLI's bucket library is no lock", async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0d4b2bd2-6a5c-4f0e-9a27-55c0a90d8a51.json.attrs"), "{}");
  await (
    await lock(backend, "demo", "dev")
  )();
});

test("two engines, one stack: the second is refused while the first runs", async () => {
  const b = new EngineHarness();
  const one = program(() => new Thing("a", {}));
  let refusal: unknown;
  b.cloud.hook = async () => {
    refusal ??= await b.engine.destroy(b.stack).catch((e: unknown) => e);
  };
  expect((await b.up(one)).failures).toEqual([]);
  expect(refusal).toMatchObject({ code: "locked" });
  b.cloud.hook = () => undefined;
  expect((await b.engine.destroy(b.stack)).failures).toEqual([]);
});
