import { Store } from "../../scripts/cloud/core/store";
import { Limiter } from "../../scripts/cloud/openai/limiter";
import type { RateLimit } from "../../scripts/probe/pacing/pacer";

/** The limits of the lab's default deployment: capacity 5 of a model with slices of ten seconds. */
export const LAB_LIMITS = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
] as const satisfies RateLimit[];

/** A model of a service's rate limiter. */
export interface LimiterModel {
  name: string;
  /** Counts a request at `now` (ms); `refusedMs` is the requested wait of a refusal. */
  admit(tokens: number, now: number): { refusedMs?: number; headers: Record<string, string> };
  /** Earliest time (ms) at which all these requests can be sent in this order, with full knowledge of the limiter. */
  greedy(charges: readonly number[], now: number): number;
}

/** The local cloud's own limiter: the token window is a minute, the request window a slice of 10 s. */
export function minuteWindow(limits: readonly RateLimit[] = LAB_LIMITS): LimiterModel {
  let clock = 0;
  const both = limits as Parameters<Limiter["admit"]>[1];
  const limiter = new Limiter(new Store().collection("openai/usage"), () => clock);
  return {
    name: "minute window, 10 s slices",
    admit(tokens, now) {
      clock = now;
      const { refused, headers } = limiter.admit("d", both, tokens);
      return { headers, refusedMs: refused?.retryAfterMs };
    },
    greedy: (charges, now) => earliestFinish(charges, now, limits, windowFill),
  };
}

/** Both limits as buckets that refill steadily; the reset headers give the whole seconds until a bucket is full. */
export function tokenBucket(limits: readonly RateLimit[] = LAB_LIMITS): LimiterModel {
  const buckets = new Map(limits.map((limit) => [limit.key, { limit, fill: bucketFill(limit) }]));
  return {
    name: "token bucket",
    admit(tokens, now) {
      const [token, request] = [buckets.get("token")!, buckets.get("request")!];
      const wait = Math.max(token.fill.wait(tokens, now), request.fill.wait(1, now));
      if (wait <= 0) token.fill.consume(tokens, now);
      request.fill.consume(Math.min(1, request.fill.level(now)), now);
      const headers = Object.fromEntries(
        [...buckets.values()].flatMap(({ limit: { key, count, renewalPeriod }, fill }) => {
          const full = ((count - fill.level(now)) / count) * renewalPeriod;
          return [
            [`x-ratelimit-limit-${key}s`, String(count)],
            [`x-ratelimit-remaining-${key}s`, String(Math.floor(fill.level(now)))],
            [`x-ratelimit-reset-${key}s`, String(Math.max(1, Math.ceil(full)))],
          ];
        }),
      );
      return { headers, refusedMs: wait > 0 ? wait : undefined };
    },
    greedy: (charges, now) => earliestFinish(charges, now, limits, bucketFill),
  };
}

/** How much of one limit is left. */
interface Fill {
  level(now: number): number;
  wait(amount: number, now: number): number;
  consume(amount: number, now: number): void;
}

function earliestFinish(
  charges: readonly number[],
  start: number,
  limits: readonly RateLimit[],
  fillOf: (limit: RateLimit) => Fill,
): number {
  const fills = limits.map((limit) => ({
    fill: fillOf(limit),
    cost: (t: number) => (limit.key === "token" ? t : 1),
  }));
  let now = start;
  for (const charge of charges) {
    // Waits for one limit after the other until all admit the request: waiting never lowers a level.
    for (let wait = 1; wait > 0;) {
      wait = Math.max(...fills.map(({ fill, cost }) => fill.wait(cost(charge), now)));
      now += Math.max(0, wait);
    }
    for (const { fill, cost } of fills) fill.consume(cost(charge), now);
  }
  return now;
}

function windowFill({ count, renewalPeriod }: RateLimit): Fill {
  const period = renewalPeriod * 1000;
  let [index, used] = [-1, 0];
  const at = (now: number): number => (Math.floor(now / period) === index ? used : 0);
  return {
    level: (now) => count - at(now),
    wait: (amount, now) =>
      at(now) + amount <= count ? 0 : (Math.floor(now / period) + 1) * period - now,
    consume(amount, now) {
      used = at(now) + amount;
      index = Math.floor(now / period);
    },
  };
}

function bucketFill({ count, renewalPeriod }: RateLimit): Fill {
  const rate = count / (renewalPeriod * 1000);
  let [level, at] = [count, Number.NaN];
  const levelAt = (now: number): number =>
    Number.isNaN(at) ? count : Math.min(count, level + rate * Math.max(0, now - at));
  return {
    level: levelAt,
    wait: (amount, now) => Math.max(0, Math.ceil((amount - levelAt(now)) / rate - 1e-6)),
    consume(amount, now) {
      level = levelAt(now) - amount;
      at = now;
    },
  };
}
