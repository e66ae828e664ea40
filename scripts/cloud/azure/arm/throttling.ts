import type { FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import { table } from "../tables";
import { keyOf, subscriptionOf } from "./ids";

/*
 * @parity
 * - `settings.throttling`: 250 reads + 25 a second, 200 writes + 10, 200 deletes + 10, for each
 *   principal and subscription; the headers count down; 429 `SubscriptionRequestsThrottled` with
 *   `Retry-After` — documented; general knowledge: the text; guessed: polls count as reads, a POST
 *   as a write
 */

/*
 * @not-simulated
 * - throttling by default, since the clock jumps (`settings.throttling`; or plan a fault, or
 *   `--faults SEED`: `seeded-faults.ts` fails a few calls in a hundred, only in ways after which the
 *   vendors' clients try again, and makes every second workspace ready late; guessed frequencies,
 *   documented answers)
 */

/** The kinds of requests that Resource Manager counts apart. */
type Kind = "reads" | "writes" | "deletes";

/**
 * What a principal may send to a subscription: a full bucket, and what is added to it each second
 * (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
const LIMITS: Record<Kind, { capacity: number; perSecond: number }> = {
  reads: { capacity: 250, perSecond: 25 },
  writes: { capacity: 200, perSecond: 10 },
  deletes: { capacity: 200, perSecond: 10 },
};

/** The constant values of a world that does not throttle, as recorded. */
const RECORDED: Record<Kind, { left: number; global: number }> = {
  reads: { left: 1099, global: 16499 },
  writes: { left: 799, global: 11999 },
  deletes: { left: 799, global: 11999 },
};

function kindOf(method: string): Kind {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

/** Headers that say how many requests are left; a world that does not throttle has no kind for deletes. */
export function rateLimitHeaders(method: string): Record<string, string> {
  const kind = kindOf(method);
  const name = kind === "deletes" ? "writes" : kind;
  const { left, global } = RECORDED[kind];
  return {
    [`x-ms-ratelimit-remaining-subscription-${name}`]: String(left),
    [`x-ms-ratelimit-remaining-subscription-global-${name}`]: String(global),
  };
}

interface Bucket {
  left: number;
  /** Milliseconds of the world's clock. */
  at: number;
}

/**
 * The buckets of one world by principal, subscription and kind, where `settings.throttling` says so.
 * They are full when the world opens.
 */
export class Throttling {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly world: World) {}

  /**
   * Takes a request from its bucket. Returns the headers that count.
   * @throws ApiError 429 with `Retry-After` for a request that finds its bucket empty
   */
  take({ method, url }: FastifyRequest, { oid }: Claims): Record<string, string> {
    const subscription = keyOf(subscriptionOf(url.replace(/^\/+/, "/")));
    if (subscription === "" || !table(this.world, "settings").throttling) return {};
    const kind = kindOf(method);
    const bucket = this.refilled(`${oid}/${subscription}/${kind}`, kind);
    if (bucket.left < 1) throw throttled(kind, subscription, oid, bucket.left);
    bucket.left -= 1;
    return { [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(Math.floor(bucket.left)) };
  }

  private refilled(key: string, kind: Kind): Bucket {
    const { capacity, perSecond } = LIMITS[kind];
    const now = this.world.clock.now();
    const known = this.buckets.get(key) ?? { left: capacity, at: now };
    const seconds = Math.max(0, now - known.at) / 1000;
    const bucket = { left: Math.min(capacity, known.left + seconds * perSecond), at: now };
    this.buckets.set(key, bucket);
    return bucket;
  }
}

function throttled(kind: Kind, subscription: string, oid: string, left: number): ApiError {
  const seconds = Math.max(1, Math.ceil((1 - left) / LIMITS[kind].perSecond));
  return new ApiError(
    429,
    "SubscriptionRequestsThrottled",
    `Number of '${kind.replace(/s$/, "")}' requests for subscription '${subscription}' actor '${oid}' exceeded. ` +
      `Please try again after '${seconds}' seconds after additional tokens are available. ` +
      "Refer to https://aka.ms/arm-throttling for additional information.",
    {
      headers: {
        "retry-after": String(seconds),
        [`x-ms-ratelimit-remaining-subscription-${kind}`]: "0",
      },
    },
  );
}
