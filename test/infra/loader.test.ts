/** The loader keeps what it made of a source, and never takes it for that of another. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";

const ROOT = path.resolve(__dirname, "../..");
let folder: string;

const at = (name: string): string => path.join(folder, name);
const kept = (): string[] => readdirSync(at("node_modules/.cache/rai-lab"));

/** What the program prints, loaded by a loader whose packages are in the folder. */
const run = (): string =>
  spawnSync(process.execPath, ["-r", at("infra/loader.cjs"), at("program.ts")], {
    encoding: "utf8",
  }).stdout;

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ["infra", "node_modules"]) mkdirSync(at(name));
  copyFileSync(path.join(ROOT, "infra/loader.cjs"), at("infra/loader.cjs"));
  symlinkSync(path.join(ROOT, "node_modules/sucrase"), at("node_modules/sucrase"));
  writeFileSync(at("program.ts"), `console.log("first" as string);`);
});

test("a source is read once and kept whole; a changed one is read anew", () => {
  expect([run(), run(), kept().length]).toEqual(["first\n", "first\n", 1]);
  writeFileSync(at("program.ts"), `console.log("second" as string);`);
  expect([run(), kept().length]).toEqual(["second\n", 2]);
  for (const name of kept()) expect(name).toMatch(/^[0-9a-f]{64}$/);
});

test("a package that has no modules of its own stays as it was installed", () => {
  mkdirSync(at("node_modules/rai-lab"));
  for (const name of ["infra", "program.ts"])
    renameSync(at(name), at(`node_modules/rai-lab/${name}`));
  folder = at("node_modules/rai-lab");
  expect([run(), readdirSync(folder).sort()]).toEqual(["first\n", ["infra", "program.ts"]]);
});

test("where nothing can be kept, programs are loaded as well", () => {
  writeFileSync(at("node_modules/.cache"), "");
  expect([run(), run()]).toEqual(["first\n", "first\n"]);
});
