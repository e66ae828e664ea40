import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockJournal } from "../../../scripts/probe/journal/lock";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-lock-"));
  file = join(folder, "journal.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one at a time, and the next when it is released", () => {
  const release = lockJournal(file);
  expect(() => lockJournal(file)).toThrow(
    `another probe writes this journal (process ${process.pid})`,
  );
  release();
  expect(existsSync(`${file}.lock`)).toBe(false);
  lockJournal(file)();
});

test("what a dead process left is taken over, and so is a lock without a name in it", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  for (const left of [String(pid), "", "garbage"]) {
    writeFileSync(`${file}.lock`, left);
    lockJournal(file)();
  }
});

test("a folder that cannot be written is named", () => {
  expect(() => lockJournal(join(folder, "missing", "journal.jsonl"))).toThrow(
    "the folder of the journal cannot be",
  );
});
