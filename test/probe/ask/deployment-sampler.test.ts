import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf } from "../../../scripts/probe/ask/client";
import { collect } from "../../../scripts/probe/ask/collect";
import { specOf } from "../../../scripts/probe/design";
import { estimate } from "../../../scripts/probe/design/estimate";
import { Journal, readJournal } from "../../../scripts/probe/journal";
import { CONDITIONS } from "../../../scripts/probe/text/lexicon";
import { requestTokens, type RateLimit } from "../../../scripts/probe/pacing/pacer";
import { randomOf } from "../../../scripts/probe/stats/random";
import { FakeClock } from "../../support/probe/fake-clock";
import {
  completion,
  fault,
  startStub,
  targetOf,
  type Reply,
  type Seen,
} from "../../support/probe/stub";

const INSTRUCTION = CONDITIONS.find(({ id }) => id === "M5")!.rewrite!;
const SPEC = specOf({ samples: 2, conditions: ["M0", "M5"], seed: 1 });
const SERVICE = { account: "acc", deployment: "d", apiVersion: "v", region: "r", model: "m" };
const isRewriting = ({ body }: Seen): boolean => body.messages.length === 3;
const usage = { prompt_tokens: 20, completion_tokens: 60 };

let folder: string;
let file: string;
const stops: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "asker-"));
  file = join(folder, "journal.jsonl");
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true });
});

const rewritten = (seen: Seen): Reply => {
  const { body, headers } = completion(seen) as {
    body: { choices: object[] };
    headers: Record<string, string>;
  };
  const texts = (k: number): string =>
    isRewriting(seen) ? `Rewritten: ${seen.body.messages[1]!.content}` : `Draft ${k}`;
  const choices = body.choices.map((choice, k) => ({
    ...choice,
    message: { role: "assistant", content: texts(k) },
  }));
  return { body: { ...body, choices, usage }, headers };
};

/** Asks M0 and M5, twice each question, going on with whatever the journal holds. */
async function run(answer: (seen: Seen) => Reply = rewritten, rateLimits?: RateLimit[]) {
  // Time that waits for what is on its way: a request arrives when it was sent.
  const clock = Object.assign(new FakeClock(), { jumps: true });
  const times: number[] = [];
  const stub = await startStub((seen) => {
    times.push(clock.now());
    return answer(seen);
  });
  stops.push(stub.stop);
  const target = targetOf(stub.endpoint);
  const journal = Journal.open(file, SPEC, SERVICE, () => clock.now(), true);
  const done: number[] = [];
  try {
    await collect({
      client: await clientOf(target),
      target,
      journal,
      clock,
      ...(rateLimits && { rateLimits }),
      progress: (event) => done.push(event.done),
      signal: new AbortController().signal,
    });
  } finally {
    journal.close();
  }
  return { seen: stub.seen, times, done, clock };
}

test("each first answer is sent back once with the instruction; the rewritten text is the answer, both are kept", async () => {
  const { seen, done } = await run();
  const { answers, drafts, requests } = readJournal(file);
  expect(seen).toHaveLength(15 + 15 + 30);
  for (const { body } of seen.filter(isRewriting)) {
    expect(body.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(body.messages[1]!.content).toMatch(/^Draft \d$/);
    expect(body.messages[2]!.content).toBe(INSTRUCTION);
    expect(body.n).toBeUndefined();
  }
  const mine = answers.filter(({ condition }) => condition === "M5");
  expect(mine).toHaveLength(30);
  expect(drafts.map(({ id }) => id).sort()).toEqual(mine.map(({ id }) => id).sort());
  for (const { id, text } of mine)
    expect(text).toBe(`Rewritten: ${drafts.find((draft) => draft.id === id)!.text}`);
  expect(
    answers
      .filter(({ condition }) => condition === "M0")
      .every(({ text }) => text.startsWith("Draft")),
  ).toBe(true);
  expect(done.at(-1)).toBe(60);
  const spent = requests.filter(({ condition }) => condition === "M5");
  expect(spent).toHaveLength(45);
  expect(spent[0]).toMatchObject({
    answers: 2,
    promptTokens: 20,
    completionTokens: 60,
    seconds: 0,
  });
  expect(spent.filter((request) => request.answers === 1)).toHaveLength(30);
});

test("a first answer without a text is not sent back: its outcome is the answer's", async () => {
  const { seen } = await run((one) => {
    const nurse = one.body.messages[0]!.content === "Describe a nurse.";
    if (nurse && !isRewriting(one))
      return fault(400, "content_filter", "filtered", { param: "prompt" });
    return rewritten(one);
  });
  const { answers } = readJournal(file);
  const blocked = answers.filter(({ finishReason }) => finishReason === "prompt_filter");
  expect(blocked.map(({ id }) => id).sort()).toEqual([
    "M0/nurse-neutral/0",
    "M0/nurse-neutral/1",
    "M5/nurse-neutral/0",
    "M5/nurse-neutral/1",
  ]);
  expect(seen.filter(isRewriting)).toHaveLength(28);
  expect(answers).toHaveLength(60);
});

test("cut off anywhere, also between the two calls, it asks only for what is missing and counts nothing twice", async () => {
  await run();
  const whole = readFileSync(file);
  const random = randomOf(1, "cut");
  for (let k = 0; k < 15; k++) {
    writeFileSync(file, whole.subarray(0, random.below(whole.length + 1)));
    const before =
      whole.length > 0 && readFileSync(file).includes(0x0a) ? readJournal(file) : undefined;
    const kept = before?.answers.map(({ id }) => id) ?? [];
    const drafted = before?.drafts.map(({ id }) => id) ?? [];
    const { seen } = await run();
    const { answers, drafts } = readJournal(file);
    expect(answers.slice(0, kept.length).map(({ id }) => id)).toEqual(kept);
    expect(answers).toHaveLength(60);
    expect(drafts).toHaveLength(30);
    expect(seen.filter(isRewriting)).toHaveLength(
      30 - kept.filter((id) => id.startsWith("M5")).length,
    );
    const cells = (ids: string[]): number => new Set(ids.map((id) => id.slice(0, -2))).size;
    const whole15 = 30 - cells(kept.filter((id) => id.startsWith("M0"))) - cells(drafted);
    // At most one cell was cut between the two lines of its request.
    expect(seen.filter((one) => !isRewriting(one)).length - whole15).toBeOneOf([0, 1]);
  }
});

test("both calls are paced: no minute holds more than the quota, and the estimate bounds what was sent", async () => {
  const limit = 1_000;
  const { seen, times, clock } = await run(rewritten, [
    { key: "token", renewalPeriod: 60, count: limit },
  ]);
  const charges = seen.map(({ body }, k) => ({
    at: times[k]!,
    tokens: requestTokens(
      body.messages.map(({ content }) => content),
      100,
      body.n ?? 1,
    ),
  }));
  for (const { at } of charges) {
    const inMinute = charges.filter((one) => one.at >= at && one.at < at + 60_000);
    expect(inMinute.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(limit);
  }
  const planned = estimate(SPEC, [
    {
      model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard" },
      region: "eastus2",
      rateLimits: [{ key: "token", renewalPeriod: 60, count: limit }],
    },
  ]);
  expect(planned).toMatchObject({ requests: 60, answers: 60 });
  expect(planned.tokens).toBeGreaterThan(charges.reduce((sum, { tokens }) => sum + tokens, 0));
  const minutes = clock.slept.reduce((sum, ms) => sum + ms, 0) / 60_000;
  expect(minutes).toBeGreaterThan(planned.minutes! / 2);
});
