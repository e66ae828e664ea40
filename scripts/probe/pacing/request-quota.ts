import { Quota, type RateLimitHeaders, type Ticket } from "./quota";

/**
 * Seconds. Limits are reported per minute and enforced in slices, of ten seconds in every
 * recording.
 */
const MINUTE = 60;
const SLICE = 10;

/**
 * The limit on requests. If Resource Manager reports it (`count` per slice), the header has the
 * count of either the slice or the minute; its size shows which. Otherwise the header is taken as
 * the limit of a minute enforced in slices, until a reset after a few seconds shows that it is the
 * slice's own.
 */
export class RequestQuota {
  private readonly slices: Quota;
  private minute = new Quota({ renewalPeriod: MINUTE });
  private readonly configured: { count: number; renewalPeriod: number } | undefined;
  /** Seconds of a slice, if known. */
  private slice: number | undefined;
  /** The response before: its time and its reset. */
  private before: { at: number; resetMs: number } | undefined;

  constructor(configured?: { count: number; renewalPeriod: number }) {
    this.configured = configured;
    this.slices = new Quota(configured ?? { renewalPeriod: SLICE });
    this.slice = configured?.renewalPeriod;
  }

  get rate(): number | undefined {
    return this.slices.rate;
  }

  waitFor(now: number): number {
    return Math.max(this.slices.waitFor(1, now), this.minute.waitFor(1, now));
  }

  charge(order: number, at: number): void {
    this.slices.charge(order, 1, at);
    this.minute.charge(order, 1, at);
  }

  /** Takes over the headers of a response; `remaining` and `resetMs` may be missing (NaN). */
  observe(ticket: Ticket, receivedAt: number, headers: RateLimitHeaders): void {
    const { limit, remaining, resetMs } = headers;
    if (!(limit > 0)) return;
    const hasCount = remaining >= 0 && resetMs > 0;
    if (hasCount) this.learnSlice(receivedAt, resetMs);
    if (this.slice !== undefined && !this.isPerMinute(limit, this.slice)) {
      this.slices.set({ count: limit, renewalPeriod: this.slice });
      if (hasCount && resetMs <= this.slice * 1000)
        this.slices.observe(ticket, receivedAt, headers);
      return;
    }
    this.slices.set(sliceOf(limit, this.slice ?? SLICE));
    if (hasCount) this.minute.observe(ticket, receivedAt, headers);
  }

  /**
   * The limit is per minute if it is nearer, by ratio, to the minute's share of the configured
   * limit.
   */
  private isPerMinute(limit: number, period: number): boolean {
    if (!this.configured) return period === MINUTE;
    const { count, renewalPeriod } = this.configured;
    const perMinute = (count * MINUTE) / renewalPeriod;
    return Math.abs(Math.log(limit / perMinute)) < Math.abs(Math.log(limit / count));
  }

  /**
   * A count that is reset within a minute, each time after less than a slice, is that of a slice.
   */
  private learnSlice(at: number, resetMs: number): void {
    const before = this.before;
    this.before = { at, resetMs };
    if (this.configured || !before) return;
    const wasReset = resetMs > before.resetMs - (at - before.at) + 1_500;
    const isShort = Math.max(resetMs, before.resetMs) <= SLICE * 1000;
    if (wasReset && isShort && at - before.at < (MINUTE - 2 * SLICE) * 1000) {
      this.slice = SLICE;
      this.minute = new Quota({ renewalPeriod: MINUTE });
    } else if (resetMs > SLICE * 1000) this.slice = undefined;
  }
}

/** A minute's limit per slice; below one request per slice, one request in a longer slice. */
function sliceOf(perMinute: number, slice: number): { count: number; renewalPeriod: number } {
  const count = Math.floor((perMinute * slice) / MINUTE);
  if (count >= 1) return { count, renewalPeriod: slice };
  return { count: 1, renewalPeriod: MINUTE / perMinute };
}
