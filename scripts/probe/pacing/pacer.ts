import { LabError } from "../../../infra/errors";
import type { Clock } from "../../base/clock";
import { Quota, type RateLimitHeaders, type Ticket } from "./quota";
import { RequestQuota } from "./request-quota";
import { type HeaderReader, MAX_WAIT_MS, retryAfter } from "./retry-after";
import { Traffic } from "./traffic";

/**
 * A deployment's own limit as Resource Manager reports it in `rateLimits`: `count` requests or
 * tokens per `renewalPeriod` seconds.
 */
export interface RateLimit {
  key: string;
  renewalPeriod: number;
  count: number;
}

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
/** Twenty 429s in a row, each with its wait, are no burst. */
const MAX_CONSECUTIVE_THROTTLES = 20;

/**
 * Tokens the service charges on arrival: prompt characters / 4 plus the whole budget of each
 * answer.
 */
export const requestTokens = (texts: readonly string[], maxTokens: number, n: number): number =>
  Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4) + maxTokens * n;

/**
 * Admits requests in order, each as soon as it fits the deployment's limits on requests and tokens,
 * so that no 429 occurs; obeys one if it does. Limits come from Resource Manager if they are known.
 * The headers of every response correct them, if the quota was changed or is used by others too.
 */
export class Pacer {
  private readonly requests: RequestQuota;
  private readonly tokens: Quota;
  private order = 0;
  private consecutiveThrottles = 0;
  private pause: { until: number; reason: string | undefined } = { until: 0, reason: undefined };
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    limits: readonly RateLimit[] = [],
    /** Called before every wait, with its milliseconds and its reason; no reason means the quota. */
    private readonly onWait: (ms: number, reason?: string) => void = () => undefined,
    /** Shared by the pacers of one run. */
    private readonly traffic = new Traffic(),
  ) {
    const limitOf = (key: string): RateLimit | undefined =>
      limits.find((limit) => limit.key === key && limit.count > 0);
    this.requests = new RequestQuota(limitOf("request"));
    this.tokens = new Quota(limitOf("token") ?? { renewalPeriod: 60 });
  }

  /**
   * Waits until a request that is charged `tokens()` fits, and counts it. First come, first served.
   * The charge is computed again after every wait, since a smaller quota makes a smaller request.
   */
  admit(tokens: () => number, signal?: AbortSignal): Promise<Ticket> {
    const turn = this.last.then(() => this.wait(tokens, signal));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Most tokens of one request; undefined if no limit is known. */
  get largestRequest(): number | undefined {
    return this.tokens.limit;
  }

  /** Ends an admitted request, successful or not. */
  settle(): void {
    this.traffic.end();
  }

  /** Takes over the headers of a successful response to the request of `ticket`. */
  learn(header: HeaderReader, ticket: Ticket): void {
    this.consecutiveThrottles = 0;
    this.observe(header, ticket);
  }

  /** Whether a 429 asks for a wait that no throttling explains: such a request can never fit. */
  canNeverFit(header: HeaderReader): boolean {
    return (retryAfter(header, this.clock.now()) ?? 0) > MAX_WAIT_MS;
  }

  /** Takes over the headers of a 429, which charges the request but not its tokens. */
  refused(header: HeaderReader, ticket: Ticket): void {
    this.tokens.refund(ticket.order);
    this.observe(header, ticket, true);
  }

  /**
   * Obeys a 429: no request is admitted before the wait it asks for.
   * @throws LabError `service` if the request can never fit; the run can be resumed
   */
  throttled(header: HeaderReader, ticket: Ticket): void {
    this.consecutiveThrottles++;
    this.refused(header, ticket);
    const backoff = Math.min(
      MAX_BACKOFF_MS,
      FIRST_BACKOFF_MS * 2 ** (this.consecutiveThrottles - 1),
    );
    // A refusal that asks for no wait at all is not asked again at once.
    const wait = Math.ceil(retryAfter(header, this.clock.now()) || backoff);
    if (wait > MAX_WAIT_MS || this.consecutiveThrottles > MAX_CONSECUTIVE_THROTTLES)
      throw this.waitTooLong(wait, ticket);
    this.pauseFor(wait);
  }

  /** Admits no request in the next `ms` milliseconds. Without a `reason` the quota is the reason. */
  pauseFor(ms: number, reason?: string): void {
    const until = this.clock.now() + ms;
    if (until > this.pause.until) this.pause = { until, reason };
  }

  private async wait(charge: () => number, signal?: AbortSignal): Promise<Ticket> {
    for (;;) {
      while (this.traffic.jumping) await this.traffic.jumping;
      signal?.throwIfAborted();
      const tokens = charge();
      const now = this.clock.now();
      const paused = this.pause.until - now;
      const wait = Math.max(this.requests.waitFor(now), this.tokens.waitFor(tokens, now), paused);
      if (wait <= 0) return this.count(tokens);
      if (wait > MAX_WAIT_MS) throw this.neverFits(tokens);
      await this.sleep(wait, wait === paused ? this.pause.reason : undefined, signal);
    }
  }

  /**
   * A clock that jumps first waits for the requests in flight; the caller then computes its wait
   * again.
   */
  private sleep(wait: number, reason?: string, signal?: AbortSignal): Promise<void> {
    const { jumps } = this.clock;
    if (jumps && this.traffic.isBusy) return this.traffic.whenIdle();
    this.onWait(wait, reason);
    if (!jumps) return this.clock.sleep(wait, signal);
    return this.traffic.jump(() => this.clock.sleep(wait, signal));
  }

  private count(tokens: number): Ticket {
    this.traffic.begin();
    const ticket = { order: this.order++, at: this.clock.now(), tokens };
    this.requests.charge(ticket.order, ticket.at);
    this.tokens.charge(ticket.order, tokens, ticket.at);
    return ticket;
  }

  /** Headers of 0 or −1, and missing ones, are no limits. */
  private observe(header: HeaderReader, ticket: Ticket, refused = false): void {
    const now = this.clock.now();
    const tokens = { ...rateLimitHeaders(header, "tokens"), refused };
    if (tokens.limit > 0) {
      if (tokens.remaining >= 0 && tokens.resetMs > 0 && tokens.resetMs <= 60_000)
        this.tokens.observe(ticket, now, tokens);
      else this.tokens.set({ count: tokens.limit, renewalPeriod: 60 });
    }
    this.requests.observe(ticket, now, { ...rateLimitHeaders(header, "requests"), refused });
  }

  private neverFits(tokens: number): LabError {
    return new LabError(
      "service",
      `one request needs ${tokens} tokens, and the deployment allows ${this.tokens.limit} a minute`,
      { cure: "raise rai-lab:model.capacity, then run it again with --resume" },
    );
  }

  private waitTooLong(wait: number, { tokens }: Ticket): LabError {
    const seconds = Math.ceil(wait / 1000);
    return new LabError(
      "service",
      `the deployment asks to wait ${seconds} s (${this.consecutiveThrottles} refusals in a row) for a request of about ${tokens} tokens: its quota is too small or used by others`,
      {
        cure: "raise rai-lab:model.capacity or wait, then run it again with --resume: no answer is lost",
      },
    );
  }
}

function rateLimitHeaders(header: HeaderReader, what: "tokens" | "requests"): RateLimitHeaders {
  const read = (name: string): number =>
    Number(header(`x-ratelimit-${name}-${what}`) ?? Number.NaN);
  return { limit: read("limit"), remaining: read("remaining"), resetMs: read("reset") * 1000 };
}
