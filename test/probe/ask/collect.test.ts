import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { clientOf } from "../../../scripts/probe/ask/client";
import { collect, type Progress } from "../../../scripts/probe/ask/collect";
import { specOf } from "../../../scripts/probe/design";
import { Journal } from "../../../scripts/probe/journal";
import type { RateLimit } from "../../../scripts/probe/pacing/pacer";
import { FakeClock } from "../../support/probe/fake-clock";
import {
  completion,
  fault,
  startStub,
  targetOf,
  type Reply,
  type Seen,
} from "../../support/probe/stub";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Asks the whole design (8 per cell, M0 and M1) of a scripted service. */
async function run(
  answer: (seen: Seen, count: number) => Reply,
  options: {
    samples?: number;
    /** A second deployment. */
    compare?: string;
    rateLimits?: RateLimit[];
    target?: Record<string, unknown>;
    token?: () => Promise<string>;
    shouldStop?: (answersPerQuestion: number) => boolean;
  } = {},
) {
  const stub = await startStub(answer);
  const folder = mkdtempSync(join(tmpdir(), "collect-"));
  cleanups.push(stub.stop, () => rmSync(folder, { recursive: true }));
  const target = targetOf(stub.endpoint, options.target);
  const clock = new FakeClock();
  const { compare, samples = 8 } = options;
  const spec = specOf({
    samples,
    conditions: ["M0", "M1"],
    seed: 1,
    ...(compare !== undefined && { compare }),
  });
  const service = { account: "acc", deployment: "d", apiVersion: "v", region: "r", model: "m" };
  const journal = Journal.open(
    join(folder, "journal.jsonl"),
    spec,
    service,
    () => clock.now(),
    false,
  );
  cleanups.push(() => journal.close());
  const events: Progress[] = [];
  const { rateLimits, shouldStop } = options;
  const client = await clientOf(target, options.token);
  const outcome = collect({
    client,
    target,
    ...(compare !== undefined && {
      compare: { client, target: { ...target, openaiDeployment: compare } },
    }),
    journal,
    clock,
    ...(rateLimits && { rateLimits }),
    ...(shouldStop && { shouldStop }),
    progress: (event) => events.push(event),
    signal: new AbortController().signal,
  });
  return { stub, journal, clock, events, outcome };
}

const ALL = 8 * 15 * 2;
const DAY = { "retry-after": "86400" };

test("asks eight answers a request in the lab's dialect, with the lab's system prompt under M1", async () => {
  const { stub, journal, events, outcome } = await run((seen) => completion(seen));
  await outcome;
  expect(stub.seen).toHaveLength(30);
  expect(new Set(journal.answers.map(({ id }) => id)).size).toBe(ALL);
  expect(new Set(journal.answers.map(({ text }) => text)).size).toBe(ALL);
  for (const { url, headers, body } of stub.seen) {
    expect(url).toBe("/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-10-21");
    expect(headers["api-key"]).toBe("stub-key");
    expect(body).toMatchObject({ n: 8, max_tokens: 100 });
    expect(body).not.toHaveProperty("temperature");
  }
  const systems = stub.seen.map(
    ({ body }) => body.messages.find(({ role }) => role === "system")?.content,
  );
  expect(systems.filter((system) => system === undefined)).toHaveLength(15);
  expect(new Set(systems)).toHaveProperty("size", 2);
  expect(events.at(-1)).toEqual({ done: ALL, total: ALL });
  expect(journal.answers[0]).toMatchObject({
    model: "SIMULATED stub",
    fingerprint: "fp_stub",
    region: "Local",
  });
});

test("after every whole block `shouldStop` decides whether to ask more", async () => {
  const asked: [number, number][] = [];
  const { journal, stub, outcome } = await run((seen) => completion(seen), {
    samples: 30,
    shouldStop: (answers) => {
      asked.push([answers, journal.answers.length]);
      return answers >= 16;
    },
  });
  await outcome;
  expect(asked).toEqual([
    [8, ALL],
    [16, 2 * ALL],
  ]);
  expect(stub.seen).toHaveLength(60);
});

test("speaks the v1 path with the plain client", async () => {
  const { stub, outcome } = await run((seen) => completion(seen), {
    target: { openaiApiVersion: "v1" },
  });
  await outcome;
  expect(stub.seen[0]).toMatchObject({
    url: "/openai/v1/chat/completions",
    headers: { authorization: "Bearer stub-key" },
    body: { model: "gpt-35-turbo" },
  });
});

test("changes to max_completion_tokens when max_tokens is refused, once", async () => {
  const { stub, journal, outcome } = await run((seen) =>
    seen.body.max_tokens === undefined
      ? completion(seen)
      : fault(
          400,
          "unsupported_parameter",
          "Unsupported parameter: 'max_tokens' is not supported with this model.",
          {
            param: "max_tokens",
          },
        ),
  );
  await outcome;
  expect(stub.seen).toHaveLength(31);
  expect(stub.seen.slice(1).every(({ body }) => body.max_completion_tokens === 100)).toBe(true);
  expect(journal.answers).toHaveLength(ALL);
  expect(journal.events.map(({ what }) => what)).toEqual([
    "the deployment does not take max_tokens",
  ]);
});

test("older words for the same: an argument that is named in the message only", async () => {
  const { stub, journal, outcome } = await run((seen) =>
    seen.body.n === undefined
      ? completion(seen)
      : fault(400, null, "Unrecognized request argument supplied: n", {
          type: "invalid_request_error",
          param: null,
        }),
  );
  await outcome;
  expect(stub.seen).toHaveLength(ALL + 1);
  expect(journal.events.map(({ what }) => what)).toEqual(["the deployment does not take n"]);
});

test("several that meet a refused parameter at once are asked again, and it is changed once", async () => {
  const { journal, outcome } = await run(
    (seen) =>
      seen.body.max_tokens === undefined
        ? completion(seen)
        : fault(400, "unsupported_parameter", "Unsupported parameter: 'max_tokens'", {
            param: "max_tokens",
          }),
    { rateLimits: [{ key: "token", renewalPeriod: 60, count: 50_000 }] },
  );
  await outcome;
  expect(journal.answers).toHaveLength(ALL);
  expect(journal.events.map(({ what }) => what)).toEqual([
    "the deployment does not take max_tokens",
  ]);
});

test("what the service says can never fit is asked for in smaller portions", async () => {
  const { stub, journal, clock, outcome } = await run((seen) =>
    (seen.body.n ?? 1) > 2
      ? fault(429, "429", "retry after 86400 seconds", {}, DAY)
      : completion(seen),
  );
  await outcome;
  expect(stub.seen.slice(0, 3).map(({ body }) => body.n)).toEqual([8, 4, 2]);
  expect(journal.answers).toHaveLength(ALL);
  expect(clock.slept).toEqual([]);
  expect(journal.events.map(({ what }) => what)).toContain("asking for 2 answers at a time");
});

test("a single answer that can never fit stops the run, and the run can be resumed", async () => {
  const { stub, journal, outcome } = await run((seen, count) =>
    count > 3 ? fault(429, "429", "retry after 86400 seconds", {}, DAY) : completion(seen),
  );
  await expect(outcome).rejects.toMatchObject({
    code: "service",
    cure: expect.stringContaining("--resume") as string,
  });
  expect(stub.seen.slice(3).map(({ body }) => body.n)).toEqual([8, 4, 2, undefined]);
  expect(journal.answers).toHaveLength(24);
});

test("a model that thinks through every budget is found out after sixteen answers, with the cure", async () => {
  const { stub, outcome } = await run((seen) =>
    completion(seen, { finish_reason: "length", message: { role: "assistant", content: "" } }),
  );
  await expect(outcome).rejects.toMatchObject({
    message:
      "the model gpt-4o 2024-11-20 thinks through its whole budget of 100 tokens: all 16 answers are empty",
    cure: expect.stringContaining("--max-tokens 2000") as string,
  });
  expect(stub.seen).toHaveLength(2);
});

test("a model or a fingerprint that changes on the way is noted where it happened", async () => {
  const { journal, outcome } = await run((seen, count) => {
    const { body } = completion(seen) as { body: object };
    const later = { model: "gpt-4o-2026", system_fingerprint: "fp_2" };
    return { body: { ...body, ...(count > 20 && later) } };
  });
  await outcome;
  expect(journal.events.map(({ what }) => what)).toEqual([
    "the model changed from SIMULATED stub to gpt-4o-2026",
    "the fingerprint changed from fp_stub to fp_2",
  ]);
});

test("asks one at a time where n is refused, and where it is ignored", async () => {
  const refusing = await run(
    (seen) =>
      seen.body.n === undefined
        ? completion(seen)
        : fault(400, "unsupported_parameter", "no n", { param: "n" }),
    { samples: 2 },
  );
  await refusing.outcome;
  expect(refusing.stub.seen).toHaveLength(61);
  expect(refusing.journal.answers).toHaveLength(60);
  const ignoring = await run((seen) => completion(seen, {}, 1), { samples: 2 });
  await ignoring.outcome;
  expect(ignoring.stub.seen).toHaveLength(60);
  expect(new Set(ignoring.journal.answers.map(({ id }) => id)).size).toBe(60);
});

test("a request is made as small as the quota needs", async () => {
  const { stub, outcome } = await run((seen) => completion(seen), {
    rateLimits: [{ key: "token", renewalPeriod: 60, count: 500 }],
  });
  await outcome;
  expect(Math.max(...stub.seen.map(({ body }) => body.n ?? 1))).toBe(4);
});

test("filtered, refused and empty answers are outcomes with a line each", async () => {
  const { journal, outcome } = await run((seen, count) => {
    if (count === 1)
      return fault(400, "content_filter", "The response was filtered", { param: "prompt" });
    if (count === 2)
      return completion(seen, { finish_reason: "content_filter", message: { role: "assistant" } });
    if (count === 3)
      return completion(seen, {
        message: { role: "assistant", content: null, refusal: "I cannot." },
      });
    return completion(seen);
  });
  await outcome;
  expect(journal.answers).toHaveLength(ALL);
  expect(
    journal.answers.filter(({ finishReason }) => finishReason === "prompt_filter"),
  ).toHaveLength(8);
  expect(
    journal.answers.filter(({ finishReason }) => finishReason === "content_filter"),
  ).toHaveLength(8);
  expect(journal.answers.filter(({ refusal }) => refusal === "I cannot.")).toHaveLength(8);
});

test("a 429 is waited out on the injected clock and asked again, without the SDK's own retries", async () => {
  const { stub, journal, clock, outcome } = await run((seen, count) =>
    count === 4
      ? fault(429, "429", "Please retry after 7 seconds", {}, { "retry-after": "7" })
      : completion(seen),
  );
  await outcome;
  expect(clock.slept).toEqual([7000]);
  expect(stub.seen).toHaveLength(31);
  expect(stub.seen[4]?.body).toEqual(stub.seen[3]?.body);
  expect(journal.answers).toHaveLength(ALL);
  expect(journal.events.map(({ what }) => what)).toEqual(["429 Too Many Requests"]);
});

test("dropped connections, 500s and bodies that are no completion pass; the answers are counted once", async () => {
  const { stub, journal, clock, outcome } = await run((seen, count) => {
    if (count === 2) return "drop";
    if (count === 5) return fault(500, "InternalServerError", "oops");
    if (count === 8) return { body: {} };
    return completion(seen);
  });
  await outcome;
  expect(stub.seen).toHaveLength(33);
  expect(new Set(journal.answers.map(({ id }) => id)).size).toBe(ALL);
  expect(clock.slept).toEqual([1000, 1000, 1000]);
});

test("a service that never recovers is given up, and the answers so far are kept", async () => {
  const { stub, journal, events, outcome } = await run((seen, count) =>
    count > 3 ? fault(503, null, "down") : completion(seen),
  );
  await expect(outcome).rejects.toMatchObject({
    code: "service",
    message: "the service failed 7 times: HTTP 503",
    cure: "try again later with --resume: the answers so far are kept",
  });
  expect(stub.seen).toHaveLength(10);
  expect(journal.answers).toHaveLength(24);
  expect(new Set(events.map(({ waiting }) => waiting))).toEqual(
    new Set([undefined, "the service: HTTP 503"]),
  );
});

const DOES_NOT_EXIST = "The API deployment for this resource does not exist.";
test.each([
  [
    fault(401, "401", "Access denied due to invalid subscription key"),
    "the key was refused: it is wrong, or belongs to another account",
  ],
  [
    fault(401, "PermissionDenied", "Principal does not have access to API/Operation."),
    "the key was refused: it is wrong, or belongs to another account",
  ],
  [
    fault(403, "AuthenticationTypeDisabled", "Key based authentication is disabled"),
    "key sign-in is disabled on the account",
  ],
  [
    fault(403, "403", "Access denied due to Virtual Network/Firewall rules."),
    "access is denied: Access denied due to Virtual Network/Firewall rules.",
  ],
  [fault(404, "DeploymentNotFound", DOES_NOT_EXIST), "there is no deployment gpt-35-turbo"],
  [
    fault(404, "404", "Resource not found"),
    "nothing answers at api-version 2024-10-21: it is retired, or the model gpt-4o 2024-11-20 is",
  ],
  [fault(410, null, "Gone"), "the model gpt-4o 2024-11-20 is retired"],
  [
    fault(404, "404", "The model gpt-4o has been retired."),
    "the model gpt-4o 2024-11-20 is retired",
  ],
  [
    fault(400, "BadRequest", "Please provide a custom subdomain for token authentication"),
    "the account has no subdomain of its own, which sign-in with Entra needs",
  ],
  [
    fault(400, "OperationNotSupported", "The chatCompletion operation does not work"),
    "the model gpt-4o 2024-11-20 does not chat",
  ],
  [
    fault(400, "unsupported_parameter", "no", { param: "messages" }),
    "the deployment does not take the parameter messages",
  ],
])("%o stops with one plain message and a cure", async (reply, message) => {
  const { journal, outcome } = await run(() => reply);
  const error = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "LabError", code: "service", message });
  expect((error as { cure?: string }).cure).toMatch(/\w/);
  expect(journal.answers).toHaveLength(0);
  expect(journal.events.filter(({ what }) => what.includes("role"))).toEqual([]);
});

test.each([
  [
    "The model gpt-4o was retired. Use gpt-4.1-mini instead.",
    "set rai-lab:model to gpt-4.1-mini, which the service names; then npx lab up",
  ],
  [
    "Deploy its replacement.",
    "set rai-lab:model to a live one: npx lab doctor names the replacement; then npx lab up",
  ],
])("a retired model: %s", async (message, cure) => {
  const { outcome } = await run(() => fault(410, "ModelRetired", message));
  await expect(outcome).rejects.toMatchObject({
    message: "the model gpt-4o 2024-11-20 is retired",
    cure,
  });
});

test("a refused token is not called a key", async () => {
  const { outcome } = await run(() => fault(401, "401", "Access token is missing, invalid"), {
    target: { openaiAuth: "entra", openaiKey: undefined },
    token: () => Promise.resolve("stale"),
  });
  await expect(outcome).rejects.toMatchObject({
    message: "the sign-in was refused: Access token is missing, invalid",
  });
});

test("a second deployment is asked the same in the same blocks, with its own dialect, and journalled under its name", async () => {
  const deploymentIn = ({ url }: Seen): string => /deployments\/([^/]+)\//.exec(url)![1]!;
  const { stub, journal, events, outcome } = await run(
    (seen) =>
      deploymentIn(seen) === "mini" && seen.body.max_tokens !== undefined
        ? fault(400, "unsupported_parameter", "no max_tokens", { param: "max_tokens" })
        : completion(seen),
    { samples: 16, compare: "mini" },
  );
  await outcome;
  const asked = (name: string) => stub.seen.filter((seen) => deploymentIn(seen) === name);
  expect(asked("gpt-35-turbo")).toHaveLength(60);
  expect(asked("mini")).toHaveLength(61);
  expect(
    asked("mini")
      .slice(1)
      .every(({ body }) => body.max_completion_tokens === 100),
  ).toBe(true);
  const of = (name?: string) => journal.answers.filter(({ deployment }) => deployment === name);
  expect(
    of("mini")
      .map(({ id }) => id.replace(/@mini$/, ""))
      .sort(),
  ).toEqual(
    of()
      .map(({ id }) => id)
      .sort(),
  );
  expect(of("mini").every(({ id }) => id.endsWith("@mini"))).toBe(true);
  // Interleaved: no block of one deployment is finished before the other's has begun.
  const blocks = journal.answers.map(({ block }) => block);
  expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
  expect(new Set(journal.answers.slice(0, 80).map(({ deployment }) => deployment))).toHaveProperty(
    "size",
    2,
  );
  expect(journal.events).toMatchObject([
    { deployment: "mini", what: "the deployment does not take max_tokens" },
  ]);
  expect(new Set(journal.requests.map(({ deployment }) => deployment))).toEqual(
    new Set([undefined, "mini"]),
  );
  expect(events.at(-1)).toEqual({ done: 2 * 2 * ALL, total: 2 * 2 * ALL });
});
