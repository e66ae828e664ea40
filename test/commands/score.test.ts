import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { score } from "../../scripts/commands/score";
import { execute } from "../../scripts/lib/shell/shell";
import { recordingConsole } from "../../bench/recording-console";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "score-command-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("writes the report beside the file and prints verdict and notes", async () => {
  const rows = ["female", "male"].flatMap((arm) =>
    [1, 2].map((k) => ({ occupation: "chef", arm, text: `cooks ${k}`, k })),
  );
  writeFileSync(join(folder, "answers.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  const outcome = await execute(score, [join(folder, "answers.jsonl")], recordingConsole());
  expect(outcome).toMatchObject({ exitCode: 3, document: { verdict: "inconclusive", samples: 4 } });
  expect(outcome!.text).toContain("note: Columns that were not used: k (4).");
  expect(readdirSync(join(folder, "answers-report"))).toEqual(
    expect.arrayContaining(["report.html", "report.json"]),
  );
});

test("a file that cannot be used is refused", async () => {
  await expect(
    execute(score, [join(folder, "none.jsonl")], recordingConsole()),
  ).rejects.toMatchObject({
    message: "there is no such file of answers",
  });
  await expect(
    execute(score, [join(folder, "x"), "--seed", "one"], recordingConsole()),
  ).rejects.toMatchObject({
    code: "usage",
  });
});
