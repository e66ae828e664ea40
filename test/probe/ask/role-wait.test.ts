import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { clientOf } from "../../../scripts/probe/ask/client";
import { collect, type Progress } from "../../../scripts/probe/ask/collect";
import { RoleWait } from "../../../scripts/probe/ask/role-wait";
import { specOf } from "../../../scripts/probe/design";
import { Journal } from "../../../scripts/probe/journal";
import { FakeClock } from "../../support/probe/fake-clock";
import { completion, fault, startStub, targetOf, type Reply } from "../../support/probe/stub";

const NOT_YET =
  "the role Cognitive Services OpenAI User is not honoured yet: waiting for up to 10 minutes";
const DENIED = fault(401, "PermissionDenied", "Principal does not have access to API/Operation.");
const LIMITS = [
  { key: "request", renewalPeriod: 10, count: 1e6 },
  { key: "token", renewalPeriod: 60, count: 1e9 },
];

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Asks the lab's fifteen questions, signed in without a key, a service that answers by the number of the request. */
async function run(
  answer: (count: number) => Reply,
  signal = new AbortController().signal,
  rateLimits = LIMITS,
) {
  let open = 0;
  const widths: number[] = [];
  const stub = await startStub(async (seen, count) => {
    widths.push(++open);
    // The others that are sent at the same time arrive meanwhile.
    await new Promise(setImmediate);
    open--;
    const reply = answer(count);
    return reply === OK ? completion(seen) : reply;
  });
  const folder = mkdtempSync(join(tmpdir(), "role-"));
  const target = targetOf(stub.endpoint, { openaiAuth: "entra", openaiKey: undefined });
  const clock = new FakeClock();
  const spec = specOf({ samples: 8, conditions: ["M0"], seed: 1 });
  const service = { account: "acc", deployment: "d", apiVersion: "v", region: "r", model: "m" };
  const journal = Journal.open(
    join(folder, "journal.jsonl"),
    spec,
    service,
    () => clock.now(),
    false,
  );
  cleanups.push(
    stub.stop,
    () => rmSync(folder, { recursive: true }),
    () => journal.close(),
  );
  const client = await clientOf(target, () => Promise.resolve("token"));
  const waits: string[] = [];
  const progress = ({ waiting }: Progress): void => {
    if (waiting !== undefined) waits.push(waiting);
  };
  const outcome = collect({ client, target, journal, clock, rateLimits, progress, signal });
  await outcome.catch(() => undefined);
  return {
    outcome,
    clock,
    stub,
    widths,
    waits,
    answers: journal.answers,
    events: journal.events.map(({ what }) => what),
  };
}
/** Stands for an answer to what was asked. */
const OK: Reply = { body: undefined };

test("asks once every 15 s until the role is honoured, and only then several at a time", async () => {
  const { answers, clock, events, stub, waits, widths } = await run((count) =>
    count <= 4 ? DENIED : OK,
  );
  expect(answers).toHaveLength(120);
  expect(clock.slept).toEqual([15_000, 15_000, 15_000, 15_000]);
  expect(waits).toEqual(
    [0, 15, 30, 45].map(
      (s) => `the role Cognitive Services OpenAI User to be honoured, ${s} of at most 600 s`,
    ),
  );
  expect(events).toEqual([
    NOT_YET,
    "the role Cognitive Services OpenAI User is honoured after 60 s",
  ]);
  expect(stub.seen).toHaveLength(19);
  expect(new Set(stub.seen.slice(0, 5).map(({ body }) => body.messages.at(-1)?.content)).size).toBe(
    1,
  );
  expect(Math.max(...widths.slice(0, 5))).toBe(1);
  expect(Math.max(...widths)).toBeGreaterThan(1);
});

test("what was refused cost no tokens: a quota of one request a minute does not slow the wait", async () => {
  const minute = { key: "token", renewalPeriod: 60, count: 1_000 };
  const { answers, clock } = await run((count) => (count <= 4 ? DENIED : OK), undefined, [minute]);
  expect(answers).toHaveLength(120);
  expect(clock.slept.slice(0, 4)).toEqual([15_000, 15_000, 15_000, 15_000]);
});

test("gives up after ten minutes by the clock, whether or not the refusal names the principal", async () => {
  const { outcome, clock, events, stub } = await run(() => DENIED);
  await expect(outcome).rejects.toMatchObject({
    name: "LabError",
    code: "service",
    message:
      "the signed-in identity lacks the role Cognitive Services OpenAI User on the account acc",
    cure: expect.stringMatching(
      /npx lab up.*--assignee OBJECT_ID --scope ACCOUNT_ID; .*--resume/,
    ) as string,
  });
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(600_000);
  expect(stub.seen).toHaveLength(41);
  expect(events).toEqual([NOT_YET]);
});

test("a server that learns of the role later than the first is waited for", async () => {
  const { answers, clock, events } = await run((count) => (count === 2 ? DENIED : OK));
  expect(answers).toHaveLength(120);
  expect(clock.slept).toEqual([15_000]);
  expect(events).toEqual([NOT_YET, expect.stringMatching(/ is honoured after (0|15) s$/)]);
});

test("several that are refused at once wait together: their sleeps do not add up", async () => {
  const clock = new FakeClock();
  const told: string[] = [];
  const [note, waiting] = [(what: string) => told.push(what), (what: string) => told.push(what)];
  const wait = new RoleWait({ clock, note, waiting, signal: new AbortController().signal });
  const refused = new LabError("service", "no role");
  await Promise.all([wait.waitAfter(refused), wait.waitAfter(refused), wait.waitAfter(refused)]);
  expect(clock.slept).toEqual([15_000]);
  wait.end();
  wait.end();
  expect(told).toEqual([
    NOT_YET,
    "the role Cognitive Services OpenAI User to be honoured, 0 of at most 600 s",
    "the role Cognitive Services OpenAI User is honoured after 15 s",
  ]);
});

test("any other refusal of the sign-in is tried with one new token, then ends the run", async () => {
  const { outcome, clock, stub } = await run(() =>
    fault(401, "401", "Access token is missing, invalid"),
  );
  await expect(outcome).rejects.toMatchObject({
    message: "the sign-in was refused: Access token is missing, invalid",
  });
  expect(clock.slept).toEqual([]);
  expect(stub.seen).toHaveLength(2);
});

test("an interrupt ends the wait", async () => {
  const abort = new AbortController();
  const { outcome, stub } = await run((count) => {
    if (count === 3) abort.abort(new Error("stopped"));
    return DENIED;
  }, abort.signal);
  await expect(outcome).rejects.toThrow();
  expect(stub.seen.length).toBeLessThanOrEqual(3);
});
