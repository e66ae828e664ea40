import { Quota, type RateLimitHeaders, type Ticket } from "./quota";

/** Seconds. Limits are told for a minute and held in slices: of ten seconds in every recording. */
const MINUTE = 60;
const SLICE = 10;

/**
 * The limit on requests. Where Resource Manager told it (`count` per slice), the header may repeat the slice's count or
 * tell the minute's: which of the two is seen from its size. Where nothing is known, the header is taken for a minute's
 * limit held in slices, until a reset after a few seconds shows that it is a slice's own.
 */
export class RequestQuota {
  private readonly slices: Quota;
  private minute = new Quota({ renewalPeriod: MINUTE });
  private readonly given: { count: number; renewalPeriod: number } | undefined;
  private known: number | undefined;
  private before: { at: number; resetMs: number } | undefined;

  constructor(given?: { count: number; renewalPeriod: number }) {
    this.given = given;
    this.slices = new Quota(given ?? { renewalPeriod: SLICE });
    this.known = given?.renewalPeriod;
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

  /** Takes over what an answer says; `remaining` and `resetMs` may be missing (NaN). */
  observe(ticket: Ticket, receivedAt: number, sighting: RateLimitHeaders): void {
    const { limit, remaining, resetMs } = sighting;
    if (!(limit > 0)) return;
    const counted = remaining >= 0 && resetMs > 0;
    if (counted) this.learnSlice(receivedAt, resetMs);
    if (this.known !== undefined && !this.tellsMinute(limit, this.known)) {
      this.slices.set({ count: limit, renewalPeriod: this.known });
      if (counted && resetMs <= this.known * 1000)
        this.slices.observe(ticket, receivedAt, sighting);
      return;
    }
    this.slices.set(sliceOf(limit, this.known ?? SLICE));
    if (counted) this.minute.observe(ticket, receivedAt, sighting);
  }

  /** The limit is a minute's if it is nearer, by ratio, to what the known slice makes of a minute. */
  private tellsMinute(limit: number, period: number): boolean {
    if (!this.given) return period === MINUTE;
    const { count, renewalPeriod } = this.given;
    const perMinute = (count * MINUTE) / renewalPeriod;
    return Math.abs(Math.log(limit / perMinute)) < Math.abs(Math.log(limit / count));
  }

  /** A count that begins anew within less than a minute, and says less than a slice each time, is a slice's. */
  private learnSlice(at: number, resetMs: number): void {
    const before = this.before;
    this.before = { at, resetMs };
    if (this.given || !before) return;
    const begunAnew = resetMs > before.resetMs - (at - before.at) + 1_500;
    const short = Math.max(resetMs, before.resetMs) <= SLICE * 1000;
    if (begunAnew && short && at - before.at < (MINUTE - 2 * SLICE) * 1000) {
      this.known = SLICE;
      this.minute = new Quota({ renewalPeriod: MINUTE });
    } else if (resetMs > SLICE * 1000) this.known = undefined;
  }
}

/** A minute's limit as its slices hold it; below one request a slice it is one request in a longer one. */
const sliceOf = (perMinute: number, slice: number): { count: number; renewalPeriod: number } => {
  const count = Math.floor((perMinute * slice) / MINUTE);
  return count >= 1
    ? { count, renewalPeriod: slice }
    : { count: 1, renewalPeriod: MINUTE / perMinute };
};
