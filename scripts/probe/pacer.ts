import { LabError } from "../../infra/errors";
import type { Clock } from "./clock";
import { RateWindow } from "./rate-window";

/** A deployment's own limit, as Resource Manager reports it in `rateLimits`: `count` requests or tokens per `renewalPeriod` seconds. */
export interface RateLimit {
  key: string;
  renewalPeriod: number;
  count: number;
}

/** Headers of an answer, by lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

/** A longer wait than this is no throttling but a request that can never fit (86,400 s has been seen). */
const ABSURD_WAIT_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/** What the service charges on arrival: prompt characters / 4, and the whole budget of every answer asked for. */
export const requestTokens = (texts: readonly string[], maxTokens: number, n: number): number =>
  Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4) + maxTokens * n;

/**
 * Keeps requests within both windows of a deployment (requests and tokens) so that 429 is not met, and obeys it when it
 * is. Limits come from the deployment where they are known, else from the headers of its answers.
 */
export class Pacer {
  private readonly requests: RateWindow;
  private readonly tokens: RateWindow;
  private readonly knowsRequests: boolean;
  private throttledInARow = 0;
  /** What the service itself said remains until `until`; other clients may share the deployment. */
  private left: { tokens: number; until: number } | undefined;

  constructor(
    private readonly clock: Clock,
    limits: readonly RateLimit[] = [],
    /** Told before every wait, in milliseconds. */
    private readonly onWait: (ms: number) => void = () => undefined,
  ) {
    const of = (key: string): RateLimit | undefined => limits.find((limit) => limit.key === key && limit.count > 0);
    this.knowsRequests = of("request") !== undefined;
    this.requests = new RateWindow(of("request"));
    this.tokens = new RateWindow(of("token") ?? { renewalPeriod: 60 });
  }

  /** Waits until a request that is charged `tokens` fits, and counts it. */
  async admit(tokens: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const wait = Math.max(
        this.requests.waitFor(1, now),
        this.tokens.waitFor(tokens, now),
        this.waitForLeft(tokens, now),
      );
      if (wait <= 0) break;
      if (wait > ABSURD_WAIT_MS) throw this.neverFits(tokens);
      this.onWait(wait);
      await this.clock.sleep(wait, signal);
    }
    this.requests.count(1, this.clock.now());
    this.tokens.count(tokens, this.clock.now());
  }

  /** Most tokens one request may be charged with; undefined where no limit is known. */
  get largestRequest(): number | undefined {
    return this.tokens.limit;
  }

  /** Learns from the headers of an answer. Limits that read 0 or −1 are no limits. */
  learn(header: HeaderReader): void {
    this.throttledInARow = 0;
    const read = (name: string): number => Number(header(`x-ratelimit-${name}`) ?? Number.NaN);
    const [tokenLimit, requestLimit] = [read("limit-tokens"), read("limit-requests")];
    if (tokenLimit > 0) this.tokens.limitTo(tokenLimit);
    // A limit per minute is enforced in slices of ten seconds, or of one request where it is below six a minute.
    if (requestLimit > 0 && !this.knowsRequests) {
      if (requestLimit >= 6) this.requests.set({ count: Math.floor(requestLimit / 6), renewalPeriod: 10 });
      else this.requests.set({ count: 1, renewalPeriod: 60 / requestLimit });
    }
    const [remaining, reset] = [read("remaining-tokens"), read("reset-tokens")];
    this.left =
      tokenLimit > 0 && remaining >= 0 && reset > 0 && reset <= 60
        ? { tokens: remaining, until: this.clock.now() + reset * 1000 }
        : undefined;
  }

  /** Waits as a 429 asks. A wait that no throttling explains is a LabError `service`: the run stops and can be resumed. */
  async throttled(header: HeaderReader, tokens: number, signal?: AbortSignal): Promise<void> {
    this.throttledInARow++;
    // Refused tokens were not charged; the request itself was.
    this.tokens.refundLast();
    const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.throttledInARow - 1));
    const wait = Math.ceil(retryAfter(header, this.clock.now()) ?? backoff);
    if (wait > ABSURD_WAIT_MS || this.throttledInARow > MOST_THROTTLES_IN_A_ROW) throw this.absurd(wait, tokens);
    this.onWait(wait);
    await this.clock.sleep(Math.max(wait, 1), signal);
  }

  private waitForLeft(tokens: number, now: number): number {
    return this.left && tokens > this.left.tokens ? this.left.until - now : 0;
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

  private absurd(wait: number, tokens: number): LabError {
    const seconds = Math.ceil(wait / 1000);
    return new LabError(
      "service",
      `the deployment asks to wait ${seconds} s (${this.throttledInARow} refusals in a row) for a request of about ${tokens} tokens: its quota is too small or used by others`,
      { cure: "raise rai-lab:model.capacity or wait, then run it again with --resume: no answer is lost" },
    );
  }
}

/** Twenty refusals in a row, each waited for, are no burst. */
const MOST_THROTTLES_IN_A_ROW = 20;

/** Milliseconds a refusal asks to wait, from the most exact header it carries; undefined when it carries none. */
export function retryAfter(header: HeaderReader, now: number): number | undefined {
  const milliseconds = positive(header("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const after = header("retry-after");
  const seconds = positive(after);
  if (seconds !== undefined) return seconds * 1000;
  const date = after ? Date.parse(after) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const resets = ["x-ratelimit-reset-tokens", "x-ratelimit-reset-requests", "x-rate-limit-reset-tokens"]
    .map((name) => positive(header(name)))
    .filter((reset) => reset !== undefined);
  return resets.length > 0 ? Math.max(...resets) * 1000 : undefined;
}

function positive(text: string | null | undefined): number | undefined {
  const value = text ? Number(text) : Number.NaN;
  return value >= 0 ? value : undefined;
}
