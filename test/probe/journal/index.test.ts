import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { specOf } from "../../../scripts/probe/design";
import { Journal, readJournal, type Answer } from "../../../scripts/probe/journal";
import { syntheticJournal } from "../../support/probe/synthetic";

const SPEC = specOf({ samples: 2, conditions: ["M0"], seed: 1 });
const SERVICE = syntheticJournal().header.service;
const ANSWERS = syntheticJournal({ samples: 2 }).answers;
let folder: string;
let file: string;
const open = (resume = false, spec = SPEC, service = SERVICE): Journal =>
  Journal.open(file, spec, service, () => Date.parse("2026-11-23T12:00:00Z"), resume);
const write = (answers: readonly Answer[]): void => {
  const journal = open();
  journal.append(answers);
  journal.close();
};
const thrown = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  file = join(folder, "runs", "journal.jsonl");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("gives back what was written, in order", () => {
  write(ANSWERS);
  const { header, answers } = readJournal(file);
  expect(answers).toEqual(ANSWERS);
  expect(header.spec).toEqual(SPEC);
});

test("a line is on disk when append returns", () => {
  const journal = open();
  journal.append(ANSWERS.slice(0, 1));
  expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(2);
  expect(journal.answers).toHaveLength(1);
  journal.close();
});

test("torn at any byte of its last line it is read without that line, and goes on", () => {
  write(ANSWERS.slice(0, 3));
  const whole = readFileSync(file);
  const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
  for (let size = lastLine; size < whole.length; size += 7) {
    writeFileSync(file, whole.subarray(0, size));
    const journal = open(true);
    expect(journal.answers).toEqual(ANSWERS.slice(0, 2));
    journal.append(ANSWERS.slice(2, 4));
    journal.close();
    expect(readJournal(file).answers).toEqual(ANSWERS.slice(0, 4));
  }
});

test("torn within its header it begins anew", () => {
  write([]);
  truncateSync(file, 40);
  const journal = open();
  journal.append(ANSWERS.slice(0, 1));
  journal.close();
  expect(readJournal(file).answers).toHaveLength(1);
});

test("an id counts once, however often it was written", () => {
  write([...ANSWERS.slice(0, 2), { ...ANSWERS[0]!, text: "again" }]);
  expect(readJournal(file).answers).toEqual(ANSWERS.slice(0, 2));
});

test("an earlier run is not overwritten without being asked to go on", () => {
  write(ANSWERS);
  expect(thrown(() => open(false))).toMatchObject({
    code: "journal",
    message: "there is already a journal of an earlier run",
    cure: "add --resume, or choose another folder with --out",
  });
  expect(readJournal(file).answers).toHaveLength(ANSWERS.length);
});

test("other options or another deployment do not go on with it", () => {
  write(ANSWERS);
  expect(
    thrown(() => open(true, specOf({ samples: 4, conditions: ["M0"], seed: 1 }))),
  ).toMatchObject({
    code: "journal",
    message: "the journal was begun with other options, prompts or word lists",
  });
  expect(thrown(() => open(true, SPEC, { ...SERVICE, deployment: "other" }))).toMatchObject({
    code: "journal",
    message: "the journal holds answers of acc/gpt-35-turbo, not of acc/other",
  });
});

test("a line that is none is named by its number", () => {
  write(ANSWERS.slice(0, 1));
  appendFileSync(file, '{"type":"answer","id":7}\n');
  expect(thrown(() => readJournal(file))).toMatchObject({
    code: "journal",
    message: "line 3 is not a line of a journal",
  });
});

test("an altered specification is found out by its hash", () => {
  write([]);
  writeFileSync(file, readFileSync(file, "utf8").replace('"margin":0.4', '"margin":0.9'));
  expect(thrown(() => readJournal(file))).toMatchObject({
    code: "journal",
    message: "the specification in line 1 is not the one that was frozen: its hash differs",
  });
});

test("no journal and an empty one are told apart from a result", () => {
  expect(thrown(() => readJournal(file))).toMatchObject({
    code: "journal",
    message: "there is no journal",
  });
  write([]);
  truncateSync(file, 0);
  expect(thrown(() => readJournal(file))).toMatchObject({
    code: "journal",
    message: "the journal is empty",
  });
});
