import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { isProcessRunning, isRunning, ownIdentity } from "../../scripts/base/process-identity";
import { seconds } from "../support/time-limits";

test("this process lives, and one that has ended does not", () => {
  expect(isProcessRunning(process.pid)).toBe(true);
  expect(isProcessRunning(spawnSync(process.execPath, ["--version"]).pid)).toBe(false);
});

test("one that has ended and that nobody has collected does not live", async (context) => {
  context.skip(process.platform !== "linux", "only Linux tells of one in /proc");
  // The shell becomes a program that does not know of its child.
  const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void parent.kill());
  const [said] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(said.toString());
  await vi.waitFor(() => expect(isProcessRunning(pid)).toBe(false), { timeout: seconds(1) });
  expect(process.kill(pid, 0)).toBe(true);
});

test("a process of somebody else lives", () => {
  vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("not permitted"), { code: "EPERM" });
  });
  expect(isProcessRunning(1)).toBe(true);
  vi.restoreAllMocks();
});

test("a process that has the id of an earlier one is not that one", (context) => {
  context.skip(process.platform !== "linux", "only Linux says in /proc when a process started");
  const own = ownIdentity();
  expect(isRunning(own)).toBe(true);
  expect(isRunning({ pid: own.pid })).toBe(true);
  expect(isRunning({ ...own, startTicks: "1" })).toBe(false);
  expect(isRunning({ ...own, bootId: "another start of the machine" })).toBe(false);
});
