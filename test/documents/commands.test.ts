/** Every command line of the documents for users runs, and prints what the document says. */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SPECS } from "../../scripts/commands/specs";
import { parseCommandLine } from "../../scripts/lib/shell/parse";
import { commandsOf, type DocumentedCommand } from "../support/documents/commands/blocks";
import { makeClone, type Clone, type Ran } from "../support/documents/commands/clone";
import { comparable, excerptOf, shownLines } from "../support/documents/commands/comparison";
import {
  NOT_RUN,
  reasonNotToRun,
  runnable,
  SUBSTITUTED,
} from "../support/documents/commands/not-run";
import { seconds } from "../support/time-limits";

const root = path.join(__dirname, "../..");
const DOCUMENTS = ["*.md", "docs/*.md", "notebooks/README.md", "infra/policy/README.md"];
/** For maintainers, who are told elsewhere: this page, and what changed. */
const OTHERS = ["AGENTS.md", "CHANGELOG.md"];
/** `npm run guides` writes what the commands print into the documents. */
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const documents = DOCUMENTS.flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !OTHERS.includes(file))
  .sort();
const commands = documents.flatMap((file) => commandsOf(file, read(file)));
const toRun = commands.filter(({ text }) => reasonNotToRun(text) === undefined);
const withCommands = [...new Set(toRun.map(({ file }) => file))];

describe("command lines of documents", () => {
  let clone: Clone | undefined;
  beforeAll(async () => {
    clone = await makeClone();
  }, seconds(30));
  afterAll(() => {
    clone?.stop();
  });

  test.each(withCommands)("%s", { timeout: seconds(120) }, async (file) => {
    const own = toRun.filter((command) => command.file === file);
    const ran = await clone!.type(own.map(({ text }) => runnable(text)));
    if (isUpdate) rewrite(file, own, ran);
    else own.forEach((command, index) => compare(command, ran[index]!));
  });
});

/** Codes of a command line that shows no output: an answer of the probe is no failure. */
const answersOf = (text: string): number[] => (/probe|score/.test(text) ? [0, 1, 3] : [0]);

function compare(
  { file, line, text, output }: DocumentedCommand,
  { output: all, code }: Ran,
): void {
  const where = `${file}:${line} ${text}`;
  const shown = shownLines(asOfReader(all));
  if (output === undefined) {
    expect.soft(answersOf(text), `${where}\n${shown.join("\n")}`).toContain(code);
    return;
  }
  const expected = shownLines(output.join("\n")).map(comparable);
  expect.soft(excerptOf(shown, output).map(comparable), where).toEqual(expected);
}

/** Writes the outputs that are not what the document says. */
function rewrite(file: string, own: readonly DocumentedCommand[], ran: readonly Ran[]): void {
  const lines = read(file).split("\n");
  for (const [index, { line, commandLines, output }] of [...own.entries()].reverse()) {
    if (output === undefined) continue;
    const fresh = excerptOf(shownLines(asOfReader(ran[index]!.output)), output);
    const isSame =
      fresh.map(comparable).join("\n") === shownLines(output.join("\n")).map(comparable).join("\n");
    if (!isSame) lines.splice(line - 1 + commandLines, output.length, ...fresh);
  }
  writeFileSync(path.join(root, file), lines.join("\n"));
}

/** The clone of the test is the reader's. */
const asOfReader = (output: string): string =>
  output.replace(/(file:\/\/)?\/[\w./-]*\/rai-lab-clone-\w+\//g, "$1/home/you/rai-lab/");

test("every exception is one of a command line that some document has", () => {
  for (const { command } of [...NOT_RUN, ...SUBSTITUTED])
    expect(
      commands.filter(({ text }) => command.test(text)),
      String(command),
    ).not.toEqual([]);
});

/** A command line in running text, such as `npx lab up dev`; capitals and `[…]` stand for words of the reader. */
const IN_TEXT = /`(?:npx )?lab ([a-z][^`|…]*)`/g;

test.each(documents)("%s names only commands and flags that exist", (file) => {
  const written = read(file).replace(/^```[\s\S]*?^```/gm, "");
  const refused = [...written.matchAll(IN_TEXT)].flatMap(([text, line = ""]) => {
    try {
      parseCommandLine(SPECS, line.replace(/[[\]]/g, "").split(/\s+/), { version: "", width: 80 });
      return [];
    } catch (error) {
      // A sentence may leave out what a command needs.
      const { message } = error as Error;
      return /is missing$/.test(message) ? [] : [`${text}: ${message}`];
    }
  });
  expect(refused).toEqual([]);
});

test("a document without a language at a block is refused", () => {
  expect(() => commandsOf("a.md", "text\n```\nout\n```\n")).toThrow('a.md:3 the block is ""');
});

test("commands are read with their outputs, here-documents and lines", () => {
  const source = "```console\n$ a \\\n  b\nout\n\n$ c\n```\n```sh\n# x\nd <<'E'\ne\nE\nf\n```\n";
  const found = commandsOf("a.md", source).map(({ line, text, output }) => [line, text, output]);
  expect(found).toEqual([
    [2, "a \\\n  b", ["out", ""]],
    [6, "c", []],
    [10, "d <<'E'\ne\nE", undefined],
    [13, "f", undefined],
  ]);
});

test("an output is compared without what varies", () => {
  const line = "✔ up: 33 created in 4 s, 0.83 USD, by 2026-11-30 09:00 UTC  -";
  expect(comparable(line)).toBe(
    comparable("✔ up: 33 created in 1 min 2 s, 1,024.00 USD, by 2027-01-01 08:00 UTC      -"),
  );
  expect(comparable(line.replace("33", "34"))).not.toBe(comparable(line));
});

test("an excerpt is as long as the document's", () => {
  expect(excerptOf(["a", "b", "c", "d"], ["a", "…", "x"])).toEqual(["a", "…", "d"]);
  expect(excerptOf(["a", "b"], ["a", "…"])).toEqual(["a", "…"]);
  expect(excerptOf(["a", "b"], ["", "x", ""])).toEqual(["a", "b"]);
});
