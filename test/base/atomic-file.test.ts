/** What commands keep is written in one place, and belongs to its owner alone. */
import { closeSync, globSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import {
  createIfMissing,
  openToAppend,
  replaceFile,
  replaceFileSync,
} from "../../scripts/base/atomic-file";
import { temporaryFolder } from "../support/folder";

const ROOT = path.resolve(__dirname, "../..");

/** The only other files that write, each with its reason. */
const WRITERS: Record<string, string> = {
  "scripts/base/pid-lock.ts": "a lock is a link to a draft, with a mode of its own",
  "scripts/cloud/core/store.ts": "lines of a descriptor that openToAppend opened",
  "scripts/cloud/databricks/notebooks/notebook-runner.ts": "a temporary folder of its own",
  "scripts/cloud/toolchain/python.ts": "the stamp of .venv, which holds nobody's data",
  "scripts/cloud/toolchain/symbols.ts": "installed libraries of .venv, which hold nobody's data",
  "scripts/class/fleet/journal.ts": "lines of a descriptor that openToAppend opened",
  "scripts/probe/journal/index.ts": "lines of a descriptor that openToAppend opened",
  "scripts/commands/open.ts": "a page that must not exist before, with a mode of its own",
  "scripts/engine/cli/programs/serve-programs.ts": "the pipe to an engine",
  "scripts/engine/cli/settings.ts": "a temporary folder of its own",
  "scripts/engine/cli/state.ts": "a temporary folder of its own",
  "scripts/lib/stack/settings.ts": "a user's own settings keep their mode; new ones are private",
};

test("nothing else writes files", () => {
  const writing = /\b(writeFile(Sync)?|appendFile(Sync)?|createWriteStream|write(v)?Sync)\(/;
  const files = globSync("scripts/**/*.ts", { cwd: ROOT }).filter((file) =>
    writing.test(readFileSync(path.join(ROOT, file), "utf8")),
  );
  const others = files.filter((file) => file !== "scripts/base/atomic-file.ts");
  expect(others.sort()).toEqual(Object.keys(WRITERS).sort());
});

const modeOf = (file: string): number => statSync(file).mode & 0o777;

test("each way of writing leaves a file to its owner alone", async () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  await replaceFile(at("state"), "x");
  await createIfMissing(at("missing"), "x");
  replaceFileSync(at("report"), "x");
  writeFileSync(at("journal"), "of an earlier version\n", { mode: 0o644 });
  const handle = openToAppend(at("journal"));
  writeSync(handle, "and its next line\n");
  closeSync(handle);
  expect(readFileSync(at("journal"), "utf8")).toBe("of an earlier version\nand its next line\n");
  for (const name of ["state", "missing", "report", "journal"])
    expect(modeOf(at(name))).toBe(0o600);
});
