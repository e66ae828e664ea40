import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canaryOf } from "../../bench/secrets/canary";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { bug } from "../../scripts/commands/bug";
import { seconds } from "../support/time-limits";

let stacks: LocalStacks;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
  stacks = await startLocalStacks(home);
}, seconds(20));
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const KEY = canaryOf("bug").slice(0, 40);
/** Everything here names somebody, or is a secret. */
const PLANTED = {
  student: "ada.lovelace@school.example",
  owner: "Zebulon Quux",
  course: "Xylophony 101",
  mail: "head@academy.example",
  stack: "spring-hopper",
  seatOnAzure: "autumn-vaughan",
  measured: "winter-easley",
  account: "oai-zanzibar",
  prompt: "Describe a nightwatchman",
  answer: "He guards the quarry",
  key: KEY,
};

function plantJournals(): void {
  const write = (file: string, lines: object[]): void => {
    const whole = path.join(home, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  };
  const { stack, seatOnAzure, measured, prompt, answer, student, key } = PLANTED;
  write(`runs/${stack}/probe/journal.jsonl`, [
    { type: "answer", prompt, text: answer, finishReason: "stop", at: "2026-11-30" },
    { type: "event", what: `429 for ${student}`, at: "2026-11-30" },
  ]);
  const failure = { code: "cloud", message: `${stack}: apiKey=${key} was refused`, cure: "" };
  write("classes/spring/journal.jsonl", [
    { type: "change", stack, state: "failed", reason: null, failure, at: "2026-11-30" },
  ]);
  // No state on this machine records these two.
  write(`runs/${measured}/probe/journal.jsonl`, [{ type: "event", what: `${measured} is gone` }]);
  write("classes/autumn/journal.jsonl", [
    { type: "change", stack: seatOnAzure, state: "failed", reason: `${seatOnAzure} waits` },
  ]);
}

test(
  "the page has what a maintainer needs, and none of the names and secrets that were planted",
  { timeout: seconds(30) },
  async () => {
    const { student, owner, course, mail, stack, account } = PLANTED;
    stacks.settle(stack, {
      student: { userName: student },
      owner,
      class: course,
      budget: { amount: 50, emails: [mail], start: "2026-12-01" },
      location: "swedencentral",
    });
    await stacks.make(stack, { outputs: { openaiAccountName: account, openaiKey: KEY } });
    plantJournals();
    const ended = await stacks.run(bug, stack, "--local");
    expect(ended.error).toBeUndefined();
    const file = path.join(home, "bug.md");
    expect(ended).toMatchObject({ exitCode: 0, document: { schema: "rai-lab/bug/1", file } });
    const page = readFileSync(file, "utf8");
    const left = Object.entries(PLANTED).filter(([, text]) => page.includes(text));
    expect(left).toEqual([]);
    expect(statSync(file).mode & 0o077).toBe(0);
    for (const text of ["swedencentral", process.version, '"schema": "rai-lab/doctor/1"'])
      expect(page).toContain(text);
    for (const text of ['"finishReason": "stop"', '"state": "failed"', "apiKey=<resource-"])
      expect(page).toContain(text);
    expect(page).toContain('"azure-native:resources:ResourceGroup": 1');
    expect(ended.text).toContain(file);
  },
);

test("wrong settings are in the page, and do not keep it from being written", async () => {
  const file = path.join(home, "elsewhere/page.md");
  stacks.settle("broken", { layout: "castle", [PLANTED.key]: PLANTED.owner });
  const ended = await stacks.run(bug, "broken", "--local", "--out", file);
  expect(ended.exitCode).toBe(0);
  const page = readFileSync(file, "utf8");
  expect(page).toContain('"code": "config"');
  expect(page).toContain("castle");
  expect(page).not.toContain(PLANTED.owner);
  expect(page).not.toContain(PLANTED.key);
});
