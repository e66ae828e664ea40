import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf } from "../../scripts/probe/ask/client";
import { collect } from "../../scripts/probe/ask/collect";
import { specOf } from "../../scripts/probe/design";
import { Journal, readJournal } from "../../scripts/probe/journal";
import { randomOf } from "../../scripts/probe/stats/random";
import { FakeClock } from "../support/probe/fake-clock";
import { completion, startStub, targetOf } from "../support/probe/stub";

const SPEC = specOf({ samples: 4, conditions: ["M0"], seed: 3 });
const SERVICE = {
  account: "acc",
  deployment: "gpt-35-turbo",
  apiVersion: "2024-10-21",
  region: "eastus2",
  model: "gpt-4o 2024-11-20",
};
const RATE_LIMITS = [{ key: "token", renewalPeriod: 60, count: 5_000 }];
let folder: string;
/** The process that dies when the stub sees its request number `at`, in whatever it does by then. */
const doomed: { at?: number; child?: ChildProcess } = {};
let stub: Awaited<ReturnType<typeof startStub>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kill-"));
  stub = await startStub((seen, count) => {
    if (count === doomed.at) doomed.child?.kill("SIGKILL");
    return completion(seen);
  });
});
afterAll(async () => {
  await stub.stop();
  rmSync(folder, { recursive: true });
});

/** Goes on with the journal of a folder, several requests at a time; answers how many were sent. */
async function resume(at: string): Promise<number> {
  const before = stub.seen.length;
  const clock = new FakeClock();
  const target = targetOf(stub.endpoint);
  const journal = Journal.open(join(at, "journal.jsonl"), SPEC, SERVICE, () => clock.now(), true);
  try {
    const signal = new AbortController().signal;
    const client = await clientOf(target);
    await collect({
      client,
      target,
      journal,
      clock,
      rateLimits: RATE_LIMITS,
      progress: () => undefined,
      signal,
    });
  } finally {
    journal.close();
  }
  return stub.seen.length - before;
}

test("killed at any of 50 random points, a journal keeps every whole line, asks for the rest only, and counts once", async () => {
  const first = join(folder, "whole");
  mkdirSync(first);
  expect(await resume(first)).toBe(15);
  const whole = readFileSync(join(first, "journal.jsonl"));
  const random = randomOf(1, "kill");
  for (let k = 0; k < 50; k++) {
    const at = join(folder, String(k));
    mkdirSync(at);
    // The journal is append-only: whatever a kill leaves is the beginning of what would have been written.
    const image = whole.subarray(0, random.below(whole.length + 1));
    writeFileSync(join(at, "journal.jsonl"), image);
    const lines = image.toString().split("\n").slice(1, -1);
    const kept = lines
      .map((line) => JSON.parse(line) as { type: string; id: string })
      .filter(({ type }) => type === "answer")
      .map(({ id }) => id);
    const cells = new Set(kept.map((id) => id.slice(0, id.lastIndexOf("/"))));
    const sent = await resume(at);
    const { answers } = readJournal(join(at, "journal.jsonl"));
    expect(answers.slice(0, kept.length).map(({ id }) => id)).toEqual(kept);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(60);
    expect(answers).toHaveLength(60);
    // At most one cell was cut in the middle of its lines and is asked for its rest.
    expect(sent - (15 - cells.size)).toBeOneOf([0, 1]);
  }
});

test("real kills: the lock of the dead is taken over and no answer is lost or counted twice", async () => {
  const at = join(folder, "real");
  mkdirSync(at);
  let kept: string[] = [];
  for (const requests of [1, 2, 4]) {
    doomed.at = stub.seen.length + requests;
    doomed.child = spawn(process.execPath, [
      "--import",
      "tsx",
      join(__dirname, "../support/probe/child.ts"),
      stub.endpoint,
      at,
    ]);
    await once(doomed.child, "exit");
    expect(doomed.child.signalCode).toBe("SIGKILL");
    const { answers } = readJournal(join(at, "journal.jsonl"));
    const ids = answers.map(({ id }) => id);
    expect(ids.slice(0, kept.length)).toEqual(kept);
    kept = ids;
  }
  await resume(at);
  const { answers } = readJournal(join(at, "journal.jsonl"));
  expect(answers.map(({ id }) => id).slice(0, kept.length)).toEqual(kept);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(60);
  expect(answers).toHaveLength(60);
});

test("two processes on one journal: the second is refused and disturbs nothing", () => {
  const file = join(folder, "shared", "journal.jsonl");
  const journal = Journal.open(file, SPEC, SERVICE, () => 0, false);
  const before = readFileSync(file);
  expect(() => Journal.open(file, SPEC, SERVICE, () => 0, true)).toThrow(
    "another probe writes this journal",
  );
  expect(readFileSync(file).equals(before)).toBe(true);
  journal.close();
  Journal.open(file, SPEC, SERVICE, () => 0, true).close();
});
