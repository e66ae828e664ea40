import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Bottleneck from "bottleneck";
import { AzureOpenAI } from "openai";
import PQueue from "p-queue";
import { clientOf } from "../../scripts/probe/ask/client";
import { collect } from "../../scripts/probe/ask/collect";
import { wallClock } from "../../scripts/base/clock";
import { schedule, specOf, type Question, type Spec } from "../../scripts/probe/design";
import { Journal } from "../../scripts/probe/journal";
import type { RateLimit } from "../../scripts/probe/pacing/pacer";
import { LAB_LIMITS } from "./limiters";
import { chargeOf } from "./service";

/** The design whose requests all contenders send: one condition, 75 requests for eight answers each. */
const SPEC: Spec = specOf({ samples: 40, conditions: ["M0"], seed: 1 });

const bodyOf = ({ cell, condition, samples }: Question) => ({
  model: "d",
  messages: [
    ...(condition.system === null ? [] : [{ role: "system" as const, content: condition.system }]),
    { role: "user" as const, content: cell.prompt },
  ],
  max_tokens: SPEC.maxTokens,
  n: samples.length,
});
type Body = ReturnType<typeof bodyOf>;
const BODIES = schedule(SPEC).map(bodyOf);
/** Tokens charged for each request. */
export const CHARGES = BODIES.map(chargeOf);

/** A way of sending the requests. @returns the number of lost requests */
export type Contender = (fetch: typeof globalThis.fetch) => Promise<number>;

const TARGET = {
  openaiEndpoint: "http://127.0.0.1:9/",
  openaiAccountName: "bench",
  openaiDeployment: "d",
  openaiApiVersion: "2024-10-21",
  openaiAuth: "key" as const,
  openaiKey: "bench",
  location: "nowhere",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
};

const sdkClient = (fetch: typeof globalThis.fetch, maxRetries?: number): AzureOpenAI =>
  new AzureOpenAI({
    baseURL: `${TARGET.openaiEndpoint}openai`,
    apiKey: "bench",
    apiVersion: TARGET.openaiApiVersion,
    fetch,
    maxRetries,
  });
const create = (client: AzureOpenAI, body: Body): Promise<unknown> =>
  client.chat.completions.create(body);
const countLost = async (work: Promise<unknown>[]): Promise<number> =>
  (await Promise.allSettled(work)).filter(({ status }) => status === "rejected").length;

const waitOf = (error: unknown): number | undefined =>
  error instanceof AzureOpenAI.RateLimitError
    ? Number(error.headers.get("retry-after-ms"))
    : undefined;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The probe itself: client, pacer, journal. Without `rateLimits` it learns the limits from the headers. */
const ours =
  (rateLimits?: readonly RateLimit[]): Contender =>
  async (fetch) => {
    const folder = mkdtempSync(join(tmpdir(), "bench-probe-"));
    const service = { account: "bench", deployment: "d", apiVersion: "v", region: "r", model: "m" };
    const journal = Journal.open(
      join(folder, "journal.jsonl"),
      SPEC,
      service,
      () => Date.now(),
      false,
    );
    try {
      await collect({
        client: await clientOf(TARGET, undefined, fetch),
        target: TARGET,
        journal,
        clock: wallClock,
        rateLimits,
        progress: () => undefined,
        signal: new AbortController().signal,
      });
      return BODIES.length - journal.answers.length / SPEC.blockSize;
    } finally {
      journal.close();
      rmSync(folder, { recursive: true });
    }
  };

/** All requests at once with the SDK's defaults, which retry twice. */
const fanOut: Contender = (fetch) => {
  const client = sdkClient(fetch);
  return countLost(BODIES.map((body) => create(client, body)));
};

/** One request after the other; waits after a 429 as long as `retry-after-ms` says. */
const sequential: Contender = async (fetch) => {
  const client = sdkClient(fetch, 0);
  for (const body of BODIES) await withRetryAfter(() => create(client, body));
  return 0;
};

async function withRetryAfter(request: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await request();
      return;
    } catch (error) {
      const wait = waitOf(error);
      if (wait === undefined) throw error;
      await pause(wait);
    }
  }
}

/** `bottleneck`: tokens are a reservoir refilled each minute, requests have a minimum distance. */
const bottleneck: Contender = async (fetch) => {
  const client = sdkClient(fetch);
  const [request, token] = LAB_LIMITS;
  const limiter = new Bottleneck({
    reservoir: token.count,
    reservoirRefreshAmount: token.count,
    reservoirRefreshInterval: token.renewalPeriod * 1000,
    minTime: (request.renewalPeriod * 1000) / request.count,
  });
  const failures = await countLost(
    BODIES.map((body) => limiter.schedule({ weight: chargeOf(body) }, () => create(client, body))),
  );
  await limiter.disconnect();
  return failures;
};

/** `p-queue`, which counts requests only: per minute as many as the tokens allow. */
const pQueue: Contender = (fetch) => {
  const client = sdkClient(fetch);
  const perMinute = Math.floor(LAB_LIMITS[1].count / Math.max(...CHARGES));
  const queue = new PQueue({ interval: 60_000, intervalCap: perMinute });
  return countLost(BODIES.map((body) => queue.add(() => create(client, body))));
};

const LOOP_MS = 1;
const COOL_DOWN_MS = 15_000;
const ATTEMPTS = 5;

/**
 * The parallel request processor of the OpenAI cookbook: capacities of requests and tokens that
 * refill with time, a loop that sends what fits, a retry queue, and a pause of 15 s after any 429.
 */
const processor: Contender = async (fetch) => {
  const client = sdkClient(fetch, 0);
  const [request, token] = LAB_LIMITS;
  const perMinute = (request.count * 60) / request.renewalPeriod;
  const waiting = BODIES.map((body) => ({ body, attempts: ATTEMPTS }));
  const retries: typeof waiting = [];
  let [requests, tokens, at, cooledAt, open, failed] = [
    perMinute,
    token.count as number,
    Date.now(),
    0,
    0,
    0,
  ];
  const send = async (job: (typeof waiting)[number]): Promise<void> => {
    open++;
    try {
      await create(client, job.body);
    } catch (error) {
      if (waitOf(error) !== undefined) cooledAt = Date.now() + COOL_DOWN_MS;
      if (--job.attempts > 0) retries.push(job);
      else failed++;
    } finally {
      open--;
    }
  };
  while (open > 0 || waiting.length > 0 || retries.length > 0) {
    const now = Date.now();
    requests = Math.min(perMinute, requests + (perMinute * (now - at)) / 60_000);
    tokens = Math.min(token.count, tokens + (token.count * (now - at)) / 60_000);
    at = now;
    const source = retries.length > 0 ? retries : waiting;
    const next = source[0];
    if (next && requests >= 1 && tokens >= chargeOf(next.body) && now >= cooledAt) {
      source.shift();
      requests--;
      tokens -= chargeOf(next.body);
      void send(next);
    }
    await pause(LOOP_MS * 100);
  }
  return failed;
};

/** All contenders by name. */
export const CONTENDERS: Record<string, Contender> = {
  ours: ours(LAB_LIMITS),
  "ours, limits unknown": ours(),
  "sequential, retry-after": sequential,
  "parallel request processor": processor,
  bottleneck,
  "p-queue": pQueue,
  "SDK, all at once": fanOut,
};
