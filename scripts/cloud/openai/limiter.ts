import type { RateLimit } from "../azure/entities";
import type { Collection } from "../core/store";

/** What one deployment has used in the current token window and request slice. */
interface Usage {
  /** Index of the window since the epoch, by the limit's own period. */
  tokenWindow: number;
  tokens: number;
  requestWindow: number;
  requests: number;
}

export interface Decision {
  /** Undefined: admitted. */
  refused?: { limit: "token" | "call"; retryAfterMs: number };
  /** `x-ratelimit-*`, on answers and refusals alike. */
  headers: Record<string, string>;
}

/** What the service says when a request is larger than the whole limit: no wait will ever do. */
const NEVER_MS = 86_400_000;

/**
 * Tokens charged on arrival: from characters, not from the tokenizer, and for all that may be generated.
 * `maxTokens` undefined (the caller set no limit) counts 16, the default of the older completions API.
 */
export const estimateTokens = (
  characters: number,
  maxTokens: number | undefined,
  n: number,
): number => Math.ceil(characters / 4) + (maxTokens ?? 16) * n;

/**
 * Azure OpenAI's limiter: a token count that resets each period, and a request count per short slice (facts: every
 * request counts there, failed and throttled ones too; a refused one adds no tokens).
 */
export class Limiter {
  constructor(
    private readonly usage: Collection<Usage>,
    /** Milliseconds since the epoch. */
    private readonly now: () => number,
  ) {}

  /** Counts a request of a deployment and decides on it. */
  admit(deployment: string, limits: readonly RateLimit[], tokens: number): Decision {
    const tokenLimit = limitOf(limits, "token");
    const requestLimit = limitOf(limits, "request");
    const now = this.now();
    const tokenWindow = Math.floor(now / (tokenLimit.renewalPeriod * 1000));
    const requestWindow = Math.floor(now / (requestLimit.renewalPeriod * 1000));
    const before = this.usage.get(deployment);
    const used = before?.tokenWindow === tokenWindow ? before.tokens : 0;
    const requests = (before?.requestWindow === requestWindow ? before.requests : 0) + 1;

    const tokenReset = (tokenWindow + 1) * tokenLimit.renewalPeriod * 1000 - now;
    const requestReset = (requestWindow + 1) * requestLimit.renewalPeriod * 1000 - now;
    const refused =
      tokens > tokenLimit.count
        ? ({ limit: "token", retryAfterMs: NEVER_MS } as const)
        : used + tokens > tokenLimit.count
          ? ({ limit: "token", retryAfterMs: tokenReset } as const)
          : requests > requestLimit.count
            ? ({ limit: "call", retryAfterMs: requestReset } as const)
            : undefined;
    const spent = refused ? used : used + tokens;
    this.usage.put(deployment, { tokenWindow, tokens: spent, requestWindow, requests });
    return {
      ...(refused && { refused }),
      headers: {
        "x-ratelimit-limit-tokens": String(tokenLimit.count),
        "x-ratelimit-remaining-tokens": String(tokenLimit.count - spent),
        "x-ratelimit-reset-tokens": seconds(tokenReset),
        "x-ratelimit-limit-requests": String(requestLimit.count),
        "x-ratelimit-remaining-requests": String(Math.max(0, requestLimit.count - requests)),
        "x-ratelimit-reset-requests": seconds(requestReset),
      },
    };
  }
}

const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

function limitOf(limits: readonly RateLimit[], key: RateLimit["key"]): RateLimit {
  const limit = limits.find((l) => l.key === key);
  if (!limit) throw new Error(`the deployment has no ${key} limit`);
  return limit;
}
