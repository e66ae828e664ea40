import { spawnSync } from "node:child_process";
import { expect, test, vi } from "vitest";
import { isAlive } from "../scripts/alive";

test("this process lives, and one that has ended does not", () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(spawnSync(process.execPath, ["--version"]).pid)).toBe(false);
});

test("a process of somebody else lives", () => {
  vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("not permitted"), { code: "EPERM" });
  });
  expect(isAlive(1)).toBe(true);
  vi.restoreAllMocks();
});
