import { chmodSync, mkdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { ensurePrivateFolder } from "../../scripts/base/private-folder";
import { temporaryFolder } from "../support/folder";

const modeOf = (folder: string): number => statSync(folder).mode & 0o1777;

test("a new folder is its owner's alone", () => {
  const folder = path.join(temporaryFolder(), "a/b");
  ensurePrivateFolder(folder);
  expect(modeOf(folder)).toBe(0o700);
});

test("a folder of before is closed to others, but not one that all users share", () => {
  const open = path.join(temporaryFolder(), "open");
  mkdirSync(open);
  chmodSync(open, 0o755);
  ensurePrivateFolder(open);
  expect(modeOf(open)).toBe(0o700);

  const shared = path.join(temporaryFolder(), "shared");
  mkdirSync(shared);
  chmodSync(shared, 0o1777);
  ensurePrivateFolder(shared);
  expect(modeOf(shared)).toBe(0o1777);
});
