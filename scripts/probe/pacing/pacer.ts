import { LabError } from "../../../infra/errors";
import type { Clock } from "../../base/clock";
import { Quota, type RateLimitHeaders, type Ticket } from "./quota";
import { RequestQuota } from "./request-quota";
import { type HeaderReader, retryAfter } from "./retry-after";
import { Traffic } from "./traffic";

/** A deployment's own limit, as Resource Manager reports it in `rateLimits`: `count` requests or tokens per `renewalPeriod` seconds. */
export interface RateLimit {
  key: string;
  renewalPeriod: number;
  count: number;
}

/** A longer wait than this is no throttling but a request that can never fit (86,400 s has been seen). */
const ABSURD_WAIT_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
/** Twenty refusals in a row, each waited for, are no burst. */
const MOST_THROTTLES_IN_A_ROW = 20;

/** What the service charges on arrival: prompt characters / 4, and the whole budget of every answer asked for. */
export const requestTokens = (texts: readonly string[], maxTokens: number, n: number): number =>
  Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4) + maxTokens * n;

/**
 * Lets requests through as soon as the deployment's limits (requests and tokens) hold them, in the order asked, so that
 * 429 is not met, and obeys it when it is. Limits come from Resource Manager where they are known; the headers of every
 * answer correct them, whether the quota was changed or others use it too.
 */
export class Pacer {
  private readonly requests: RequestQuota;
  private readonly tokens: Quota;
  private order = 0;
  private throttledInARow = 0;
  private pausedUntil = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    limits: readonly RateLimit[] = [],
    /** Told before every wait, in milliseconds. */
    private readonly onWait: (ms: number) => void = () => undefined,
    /** Shared by the pacers of one run. */
    private readonly traffic = new Traffic(),
  ) {
    const of = (key: string): RateLimit | undefined =>
      limits.find((limit) => limit.key === key && limit.count > 0);
    this.requests = new RequestQuota(of("request"));
    this.tokens = new Quota(of("token") ?? { renewalPeriod: 60 });
  }

  /**
   * Waits until a request that is charged `tokens` fits, and counts it. Who asked first goes first. The charge is asked
   * for again after every wait: the quota may have become smaller, and the request with it.
   */
  admit(tokens: () => number, signal?: AbortSignal): Promise<Ticket> {
    const turn = this.last.then(() => this.wait(tokens, signal));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Most tokens one request may be charged with; undefined where no limit is known. */
  get largestRequest(): number | undefined {
    return this.tokens.limit;
  }

  /** An admitted request is over, whatever became of it. */
  settle(): void {
    this.traffic.end();
  }

  /** Learns from the headers of an answer to the request of `ticket`. */
  learn(header: HeaderReader, ticket: Ticket): void {
    this.throttledInARow = 0;
    this.observe(header, ticket);
  }

  /** The refusal asks for a wait that no throttling explains: as it stands, the request can never fit. */
  canNeverFit(header: HeaderReader): boolean {
    return (retryAfter(header, this.clock.now()) ?? 0) > ABSURD_WAIT_MS;
  }

  /** Learns from a 429: its tokens were not charged, the request itself was. */
  refused(header: HeaderReader, ticket: Ticket): void {
    this.tokens.refund(ticket.order);
    this.observe(header, ticket, true);
  }

  /** Obeys a 429: nobody is let through before the wait it asks for. @throws LabError `service` when it can never fit: the run stops and can be resumed. */
  throttled(header: HeaderReader, ticket: Ticket): void {
    this.throttledInARow++;
    this.refused(header, ticket);
    const backoff = Math.min(
      LONGEST_BACKOFF_MS,
      FIRST_BACKOFF_MS * 2 ** (this.throttledInARow - 1),
    );
    const wait = Math.ceil(retryAfter(header, this.clock.now()) ?? backoff);
    if (wait > ABSURD_WAIT_MS || this.throttledInARow > MOST_THROTTLES_IN_A_ROW)
      throw this.waitTooLong(wait, ticket);
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + Math.max(wait, 1));
  }

  private async wait(charge: () => number, signal?: AbortSignal): Promise<Ticket> {
    for (;;) {
      while (this.traffic.jumping) await this.traffic.jumping;
      signal?.throwIfAborted();
      const tokens = charge();
      const now = this.clock.now();
      const wait = Math.max(
        this.requests.waitFor(now),
        this.tokens.waitFor(tokens, now),
        this.pausedUntil - now,
      );
      if (wait <= 0) return this.count(tokens);
      if (wait > ABSURD_WAIT_MS) throw this.neverFits(tokens);
      if (this.clock.jumps && this.traffic.isBusy) await this.traffic.whenIdle();
      else {
        this.onWait(wait);
        const sleep = (): Promise<void> => this.clock.sleep(wait, signal);
        await (this.clock.jumps ? this.traffic.jump(sleep) : sleep());
      }
    }
  }

  private count(tokens: number): Ticket {
    this.traffic.begin();
    const ticket = { order: this.order++, at: this.clock.now(), tokens };
    this.requests.charge(ticket.order, ticket.at);
    this.tokens.charge(ticket.order, tokens, ticket.at);
    return ticket;
  }

  /** Limits that read 0 or −1, or are not there, are no limits. */
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
      {
        cure: "raise rai-lab:model.capacity, then run it again with --resume",
      },
    );
  }

  private waitTooLong(wait: number, { tokens }: Ticket): LabError {
    const seconds = Math.ceil(wait / 1000);
    return new LabError(
      "service",
      `the deployment asks to wait ${seconds} s (${this.throttledInARow} refusals in a row) for a request of about ${tokens} tokens: its quota is too small or used by others`,
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
