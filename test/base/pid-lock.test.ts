import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { acquirePidLock, lockHolder, type LockHolder } from "../../scripts/base/pid-lock";
import { ownIdentity } from "../../scripts/base/process-identity";
import { temporaryFolder } from "../support/folder";

const refused = ({ pid }: LockHolder): Error => new Error(`held by ${pid ?? "unknown"}`);
const newLock = (): string => path.join(temporaryFolder(), "cloud.pid");
const held = (text: string): string => {
  const file = path.join(temporaryFolder(), "cloud.pid");
  writeFileSync(file, text);
  return file;
};
const exited = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

test("one holder at a time; released, the lock leaves nothing", () => {
  const file = newLock();
  const release = acquirePidLock(file, refused);
  expect(() => acquirePidLock(file, refused)).toThrow(`held by ${process.pid}`);
  release();
  acquirePidLock(file, refused)();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test("the holder is the running process alone", () => {
  const file = newLock();
  expect(lockHolder(file)).toBeUndefined();
  const release = acquirePidLock(file, refused);
  expect(lockHolder(file)).toMatchObject({ pid: process.pid });
  release();
  for (const text of ["", "{", JSON.stringify({ ...ownIdentity(), pid: exited() })])
    expect(lockHolder(held(text))).toBeUndefined();
});

test.each([
  ["a process that is gone", () => JSON.stringify({ ...ownIdentity(), pid: exited() })],
  ["a process that is gone, as an earlier version wrote it", () => String(exited())],
  [
    "another process that had this one's id",
    () => JSON.stringify({ ...ownIdentity(), startTicks: "1" }),
  ],
  [
    "this one's id before the machine started anew",
    () => JSON.stringify({ ...ownIdentity(), bootId: "x" }),
  ],
])("the lock of %s is taken over", (_name, text) => {
  const file = held(text());
  const release = acquirePidLock(file, refused);
  expect(readdirSync(path.dirname(file))).toEqual(["cloud.pid"]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject(ownIdentity());
  release();
});

test.each(["", "{", "null", "-1", '{"pid":"7"}'])("a lock that holds %j counts as held", (text) => {
  expect(() => acquirePidLock(held(text), refused)).toThrow("held by unknown");
});

test("a remover that was killed does not keep the lock stale", () => {
  const stale = JSON.stringify({ ...ownIdentity(), pid: exited() });
  const file = held(stale);
  const digest = createHash("sha256").update(stale).digest("hex").slice(0, 16);
  writeFileSync(`${file}.${digest}`, JSON.stringify({ ...ownIdentity(), pid: exited() }));
  acquirePidLock(file, refused)();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

/**
 * Each worker takes and releases the lock many times and counts how many hold it at once in shared memory. Every other
 * round leaves a stale lock behind, for all to take over at the same time.
 */
test("of thousands of simultaneous starts never two hold the lock", async () => {
  const [workers, rounds] = [8, 500];
  const file = newLock();
  const counts = new Int32Array(new SharedArrayBuffer(12));
  const stale = JSON.stringify({ ...ownIdentity(), pid: exited() });
  const started = Array.from({ length: workers }, () => {
    const worker = new Worker(path.join(__dirname, "../support/lock-worker.ts"), {
      workerData: { file, counts, rounds, stale },
      execArgv: ["--import", "tsx"],
    });
    return new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  });
  await Promise.all(started);
  const [, taken, together] = counts;
  expect(together).toBe(0);
  expect(taken).toBeGreaterThan(rounds);
});
