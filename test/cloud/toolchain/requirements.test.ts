import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(__dirname, "../../..");
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT })
  .toString()
  .split("\n");
/** Files of Python pins, by their content: a new one cannot be forgotten. */
const PIN = /^[A-Za-z0-9._-]+==\S+/;
const lists = tracked.filter(
  (file) =>
    /\.(in|txt)$/.test(file) &&
    textOf(file)
      .split("\n")
      .some((line) => PIN.test(line)),
);
const written = lists.filter((file) => file.endsWith(".in"));

function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** One entry: a pin with its marker, and the lines that continue it. */
const entriesOf = (file: string): string[] =>
  textOf(file)
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^(#|--)/.test(line));

test("every file of pins has a list that is installed, and the other way round", () => {
  expect(written.length).toBeGreaterThanOrEqual(6);
  const names = (ending: string): string[] =>
    lists.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  expect(names(".txt").sort()).toEqual(names(".in").sort());
});

test.each(written)("what %s pins is installed by hash only, with all that it needs", (file) => {
  const entries = entriesOf(file.replace(/in$/, "txt"));
  for (const entry of entries)
    expect(entry).toMatch(/^[a-z0-9-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$/);
  const pins = entries.map((entry) => PIN.exec(entry)?.[0]);
  expect(pins).toEqual(expect.arrayContaining(entriesOf(file)));
  const options = (name: string): string[] =>
    textOf(name)
      .split("\n")
      .filter((line) => line.startsWith("--"));
  expect(options(file.replace(/in$/, "txt"))).toEqual(options(file));
});
