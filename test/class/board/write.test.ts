import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { classPage, writeBoard } from "../../../scripts/class/board";
import { temporaryFolder } from "../../support/folder";
import { NOW, sampleClass } from "../../support/class/sample-class";

test("the files lie where the page's links lead, and only their owner reads them", () => {
  const folder = join(temporaryFolder(), "a", "b");
  const page = writeBoard(sampleClass(3), folder, NOW);
  expect(readFileSync(page, "utf8")).toBe(classPage(sampleClass(3), { now: NOW }));
  const files = readdirSync(folder);
  const linked = [...readFileSync(page, "utf8").matchAll(/href="([\w.]+)"/g)].map(([, to]) => to);
  expect([...new Set(linked), basename(page)].sort()).toEqual(files.sort());
  if (process.platform !== "win32")
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
});

test("a second board replaces the first", () => {
  const folder = temporaryFolder();
  writeBoard(sampleClass(3), folder, NOW);
  const page = writeBoard(sampleClass(4), folder, NOW);
  expect(readFileSync(page, "utf8")).toBe(classPage(sampleClass(4), { now: NOW }));
});
