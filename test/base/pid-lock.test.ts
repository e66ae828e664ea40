import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { acquirePidLock } from "../../scripts/base/pid-lock";
import { temporaryFolder } from "../support/folder";

test("a folder is held by one process at a time, and free again after its release", () => {
  const folder = temporaryFolder();
  const release = acquirePidLock(folder);
  expect(() => acquirePidLock(folder)).toThrow(
    expect.objectContaining({ code: "locked", where: folder }),
  );
  release();
  acquirePidLock(folder)();
});

test("the claim of a process that is gone is taken over", () => {
  const folder = temporaryFolder();
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(path.join(folder, "cloud.pid"), String(gone));
  expect(() => acquirePidLock(folder)()).not.toThrow();
});
