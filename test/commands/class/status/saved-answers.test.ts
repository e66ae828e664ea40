import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import {
  type AnswerCounts,
  countLines,
  type SavedAnswers,
  savedAnswers,
} from "../../../../scripts/commands/class/status/saved-answers";
import {
  OUTPUTS,
  type StoredFile,
  TIME,
  workspaceWith,
} from "../../../support/class/workspace-files";

const MAX_BYTES = 10 * 1024 * 1024;

let exported: string[];
beforeEach(() => {
  exported = [];
});

const read = (
  files: Record<string, StoredFile> | undefined,
  counts: AnswerCounts = new Map(),
): Promise<SavedAnswers | undefined> =>
  savedAnswers(
    { workspaceOf: () => Promise.resolve(workspaceWith(files, exported)) },
    OUTPUTS,
    counts,
  );

const ANSWERS = "answers-0badcafe.jsonl";
const three = '{"arm":"male"}\n{"arm":"female"}\n{"arm":"neutral"}\n';

test("the lines of all designs are counted, and the latest change is the last one", async () => {
  const files = {
    [ANSWERS]: { text: three },
    "answers-00000001.jsonl": { text: '{"arm":"male"}', modified_at: TIME + 60_000 },
    [`.${ANSWERS}.draft`]: { text: three },
    "answers-mine.jsonl": { text: three },
    "notes.txt": { text: three, modified_at: TIME + 120_000 },
  };
  expect(await read(files)).toEqual({ count: 4, last: "2026-12-01T13:02:00.000Z" });
});

test.each([
  ["no file", {}],
  ["a file that was made, and has no answer yet", { [ANSWERS]: { text: "" } }],
])("%s is 0 answers, and no time", async (_, files) => {
  expect(await read(files)).toEqual({ count: 0, last: null });
  expect(exported).toEqual([]);
});

test("a seat without folder, workspace or notebook is unknown", async () => {
  const nowhere = { workspaceOf: () => Promise.resolve(undefined) };
  expect(await read(undefined)).toBeUndefined();
  expect(await savedAnswers(nowhere, OUTPUTS, new Map())).toBeUndefined();
  expect(await savedAnswers(nowhere, {}, new Map())).toBeUndefined();
});

test("files larger than an export, or far too many, are not read: their number is unknown", async () => {
  const large = { [ANSWERS]: { text: three, size: MAX_BYTES + 1 } };
  const two = {
    [ANSWERS]: { text: three, size: MAX_BYTES },
    "answers-00000001.jsonl": { text: three },
  };
  const many = Object.fromEntries(
    Array.from({ length: 17 }, (_, k) => [
      `answers-${String(k).padStart(8, "0")}.jsonl`,
      { text: three },
    ]),
  );
  for (const files of [large, two, many])
    expect(await read(files)).toEqual({ count: null, last: "2026-12-01T13:01:00.000Z" });
  expect(exported).toEqual([]);
});

test("what did not change is not read again; what did, or tells no time, is", async () => {
  const counts: AnswerCounts = new Map();
  await read({ [ANSWERS]: { text: three } }, counts);
  expect((await read({ [ANSWERS]: { text: three } }, counts))?.count).toBe(3);
  expect(exported).toHaveLength(1);
  const changed = { text: "{}", modified_at: TIME + 1 };
  expect((await read({ [ANSWERS]: changed }, counts))?.count).toBe(1);
  const timeless = { text: three, modified_at: undefined, size: undefined };
  for (const times of [3, 4]) {
    expect(await read({ [ANSWERS]: timeless }, counts)).toEqual({ count: 3, last: null });
    expect(exported).toHaveLength(times);
  }
});

test("whatever a student writes is a number of lines, and nothing else", async () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('<script>"', "=1+1\r\n", "\u2028", "\0\n\0", "[".repeat(10_000)),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const count = text.split("\n").filter((line) => /[^\0-\u0020]/.test(line)).length;
      const found = await read({ [ANSWERS]: { text } });
      expect(found).toEqual({ count, last: found!.last });
      expect([null, "2026-12-01T13:01:00.000Z"]).toContain(found!.last);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["", 0],
  ["\n \r\n\t\n", 0],
  ["a", 1],
  ["a\n", 1],
  ["a\r\n\r\nb", 2],
  ["ä\u2028ö\u0085", 1],
])("%j has %d lines", (text, lines) => {
  expect(countLines(Buffer.from(text))).toBe(lines);
});
