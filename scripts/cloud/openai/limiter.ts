import type { RateLimit } from "../azure/entities";
import type { Collection } from "../core/store";

/*
 * @parity
 * - Limiter: tokens per minute, charged on arrival as ⌈characters/4⌉ + max tokens × n, over at the
 *   full minute of the clock; 16 tokens where the caller sets no limit — documented; formula guessed
 * - Limiter: requests per slice (10 s or 60 s, as `rateLimits` says), at whole slices of the clock;
 *   failed and throttled ones count, before anything in them is checked — documented
 * - A refused request adds no tokens — guessed
 * - 429 with `retry-after-ms`, `Retry-After`, `policy-id`; 86,400 s for a request larger than the
 *   whole limit — reported
 * - `x-ratelimit-*` on each answer; those of requests are about one slice — reported; slice guessed
 */

/** Tokens and requests of one deployment in their current windows. */
interface Usage {
  /** Index of the window since the epoch, in periods of its limit. */
  tokenWindow: number;
  tokens: number;
  requestWindow: number;
  requests: number;
}

/** The limit that refuses a request, and the wait that the service asks for. */
export interface Refusal {
  limit: "token" | "call";
  retryAfterMs: number;
}

/** The limiter's decision on one request. */
export interface Decision {
  /** Undefined when the request is admitted. */
  refused?: Refusal;
  /** `x-ratelimit-*`, of answers and refusals. */
  headers: Record<string, string>;
}

/** The wait for a request that is larger than the whole limit, and so can never fit. */
const NEVER_MS = 86_400_000;

/**
 * Tokens that a request is charged on arrival: a quarter of its characters, and all tokens that may
 * be generated. Without `maxTokens` it counts 16, the default of the older completions API.
 */
export const estimateTokens = (
  characters: number,
  maxTokens: number | undefined,
  n: number,
): number => Math.ceil(characters / 4) + (maxTokens ?? 16) * n;

/**
 * Azure OpenAI's limiter: a count of tokens and a count of requests, each in fixed windows of its
 * own period. Failed and refused requests count as requests; a refused one adds no tokens.
 */
export class Limiter {
  constructor(
    private readonly usage: Collection<Usage>,
    /** Milliseconds since the epoch. */
    private readonly now: () => number,
  ) {}

  /** Counts a request of a deployment and decides whether the service answers it. */
  admit(deployment: string, limits: readonly RateLimit[], tokens: number): Decision {
    const tokenLimit = limitOf(limits, "token");
    const requestLimit = limitOf(limits, "request");
    const now = this.now();
    const tokenWindow = windowAt(now, tokenLimit);
    const requestWindow = windowAt(now, requestLimit);
    const before = this.usage.get(deployment);
    const used = before?.tokenWindow === tokenWindow.index ? before.tokens : 0;
    const requests = (before?.requestWindow === requestWindow.index ? before.requests : 0) + 1;

    const refusal = (): Refusal | undefined => {
      if (tokens > tokenLimit.count) return { limit: "token", retryAfterMs: NEVER_MS };
      if (used + tokens > tokenLimit.count)
        return { limit: "token", retryAfterMs: tokenWindow.resetMs };
      if (requests > requestLimit.count)
        return { limit: "call", retryAfterMs: requestWindow.resetMs };
      return undefined;
    };
    const refused = refusal();
    const spent = refused ? used : used + tokens;
    this.usage.put(deployment, {
      tokenWindow: tokenWindow.index,
      tokens: spent,
      requestWindow: requestWindow.index,
      requests,
    });
    return {
      refused,
      headers: {
        "x-ratelimit-limit-tokens": String(tokenLimit.count),
        "x-ratelimit-remaining-tokens": String(tokenLimit.count - spent),
        "x-ratelimit-reset-tokens": seconds(tokenWindow.resetMs),
        "x-ratelimit-limit-requests": String(requestLimit.count),
        "x-ratelimit-remaining-requests": String(Math.max(0, requestLimit.count - requests)),
        "x-ratelimit-reset-requests": seconds(requestWindow.resetMs),
      },
    };
  }
}

/** The fixed window of a limit at `now`, and the milliseconds until it resets. */
function windowAt(now: number, { renewalPeriod }: RateLimit): { index: number; resetMs: number } {
  const periodMs = renewalPeriod * 1000;
  const index = Math.floor(now / periodMs);
  return { index, resetMs: (index + 1) * periodMs - now };
}

const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

function limitOf(limits: readonly RateLimit[], key: RateLimit["key"]): RateLimit {
  const limit = limits.find((l) => l.key === key);
  if (!limit) throw new Error(`the deployment has no ${key} limit`);
  return limit;
}
