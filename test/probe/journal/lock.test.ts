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

test("the lock of a dead process is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(`${file}.lock`, String(pid));
  lockJournal(file)();
});

test("a lock that names no process is held, and the message names its file", () => {
  writeFileSync(`${file}.lock`, "garbage");
  expect(() => lockJournal(file)).toThrow(
    expect.objectContaining({ code: "locked", where: `${file}.lock` }),
  );
});

test("a folder that cannot be written is named", () => {
  expect(() => lockJournal(join(folder, "missing", "journal.jsonl"))).toThrow(
    "the folder of the journal cannot be",
  );
});
