import { expect, test } from "vitest";
import { runCollect } from "../../support/probe/collect";
import { completion, fault, type Seen } from "../../support/probe/stub";

const ALL = 8 * 15 * 2;
const DAY = { "retry-after": "86400" };

test("asks eight answers a request in the lab's dialect, with the lab's system prompt under M1", async () => {
  const { stub, journal, events, outcome } = await runCollect((seen) => completion(seen));
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
  const { journal, stub, outcome } = await runCollect((seen) => completion(seen), {
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
  const { stub, outcome } = await runCollect((seen) => completion(seen), {
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
  const { stub, journal, outcome } = await runCollect((seen) =>
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
  expect(stub.seen.slice(1).every(({ body }) => body.reasoning_effort === "none")).toBe(true);
  expect(journal.answers).toHaveLength(ALL);
  expect(journal.events.map(({ what }) => what)).toEqual([
    "the deployment does not take max_tokens",
    "asking with reasoning_effort none",
  ]);
});

test("older words for the same: an argument that is named in the message only", async () => {
  const { stub, journal, outcome } = await runCollect((seen) =>
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
  const { journal, outcome } = await runCollect(
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
    "asking with reasoning_effort none",
  ]);
});

test("what the service says can never fit is asked for in smaller portions", async () => {
  const { stub, journal, clock, outcome } = await runCollect((seen) =>
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
  const { stub, journal, outcome } = await runCollect((seen, count) =>
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
  const { stub, outcome } = await runCollect((seen) =>
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
  const { journal, outcome } = await runCollect((seen, count) => {
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
  const refusing = await runCollect(
    (seen) =>
      seen.body.n === undefined
        ? completion(seen)
        : fault(400, "unsupported_parameter", "no n", { param: "n" }),
    { samples: 2 },
  );
  await refusing.outcome;
  expect(refusing.stub.seen).toHaveLength(61);
  expect(refusing.journal.answers).toHaveLength(60);
  const ignoring = await runCollect((seen) => completion(seen, {}, 1), { samples: 2 });
  await ignoring.outcome;
  expect(ignoring.stub.seen).toHaveLength(60);
  expect(new Set(ignoring.journal.answers.map(({ id }) => id)).size).toBe(60);
});

test("a request is made as small as the quota needs", async () => {
  const { stub, outcome } = await runCollect((seen) => completion(seen), {
    rateLimits: [{ key: "token", renewalPeriod: 60, count: 500 }],
  });
  await outcome;
  expect(Math.max(...stub.seen.map(({ body }) => body.n ?? 1))).toBe(4);
});

test("filtered, refused and empty answers are outcomes with a line each", async () => {
  const { journal, outcome } = await runCollect((seen, count) => {
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
  const { stub, journal, clock, outcome } = await runCollect((seen, count) =>
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

const IN_SECONDS = { "retry-after": "20" };
const AS_A_DATE = {
  date: "Mon, 23 Nov 2026 08:00:00 GMT",
  "retry-after": "Mon, 23 Nov 2026 08:00:20 GMT",
};

test.each([
  [429, IN_SECONDS, "the quota, 20 s"],
  [429, AS_A_DATE, "the quota, 20 s"],
  [503, IN_SECONDS, "the service: HTTP 503, 20 s"],
  [503, AS_A_DATE, "the service: HTTP 503, 20 s"],
])("a %i is waited out as its Retry-After says: %o", async (status, said, waiting) => {
  const { stub, journal, clock, events, outcome } = await runCollect((seen, count) =>
    count === 4 ? fault(status, null, "later", {}, said) : completion(seen),
  );
  await outcome;
  expect(clock.slept).toEqual([20_000]);
  expect(events.map((event) => event.waiting)).toContain(waiting);
  expect(stub.seen).toHaveLength(31);
  expect(journal.answers).toHaveLength(ALL);
});

test("a service that asks for an hour is given up at once, with what it asked for", async () => {
  const { stub, journal, clock, outcome } = await runCollect((seen, count) =>
    count > 3 ? fault(503, null, "down", {}, { "retry-after": "3600" }) : completion(seen),
  );
  await expect(outcome).rejects.toMatchObject({
    code: "service",
    message: "the service asks to wait 3600 s: HTTP 503",
    cure: "run it again after that time with --resume: the answers so far are kept",
  });
  expect(stub.seen).toHaveLength(4);
  expect(clock.slept).toEqual([]);
  expect(journal.answers).toHaveLength(24);
});

test("dropped connections, 500s and bodies that are no completion pass; the answers are counted once", async () => {
  const { stub, journal, clock, outcome } = await runCollect((seen, count) => {
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

test("a second deployment is asked the same in the same blocks, with its own dialect, and journalled under its name", async () => {
  const deploymentIn = ({ url }: Seen): string => /deployments\/([^/]+)\//.exec(url)![1]!;
  const { stub, journal, events, outcome } = await runCollect(
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
    { deployment: "mini", what: "asking with reasoning_effort none" },
  ]);
  expect(new Set(journal.requests.map(({ deployment }) => deployment))).toEqual(
    new Set([undefined, "mini"]),
  );
  expect(events.at(-1)).toEqual({ done: 2 * 2 * ALL, total: 2 * 2 * ALL });
});
