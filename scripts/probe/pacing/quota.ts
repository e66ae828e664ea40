import { RateWindow } from "./rate-window";

/** An admitted request. */
export interface Ticket {
  /** Its place in the order of sending, from 0. */
  order: number;
  /** When it was admitted, in milliseconds. */
  at: number;
  /** What it is charged with. */
  tokens: number;
}

/** One limit in the headers of a response. The service rounds `resetMs` up to whole seconds. */
export interface RateLimitHeaders {
  limit: number;
  remaining: number;
  resetMs: number;
  /** The headers are those of a 429. */
  refused?: boolean;
}

/** Uncertainty of arrival times. A request that may be on either side of a reset counts on both. */
const TRANSIT_MS = 100;
/** Resets are reported in whole seconds, rounded up. */
const ROUNDING_MS = 1_000;
/**
 * A request may be overtaken by one sent this much later: the first on a connection waits for the
 * handshake.
 */
const OVERTAKEN_MS = 500;

/** What one request was charged with. */
interface Charge {
  order: number;
  at: number;
  amount: number;
  answered?: true;
}

/** The service's own count, from the response to one request. */
interface Observation {
  order: number;
  sentAt: number;
  at: number;
  remaining: number;
  /** The latest time at which the service resets its count. */
  resetAt: number;
}

/**
 * One limit of a deployment. Until a response has shown the service's own count, requests are
 * spread so that no period of any phase holds more than the limit (`RateWindow`). From then on that
 * count is followed. It is either reset at the end of a period or refilled steadily (a token
 * bucket); how `remaining` moves between responses shows which.
 */
export class Quota {
  private readonly conservative: RateWindow;
  private charges: Charge[] = [];
  private latest: Observation | undefined;
  private refillsSteadily = false;

  /** `count` units per `renewalPeriod` seconds; the count may be set later. */
  constructor(private bound: { count?: number; renewalPeriod: number }) {
    this.conservative = new RateWindow(bound);
  }

  get limit(): number | undefined {
    return this.bound.count;
  }

  /** Units per millisecond in the long run; undefined if no limit is known. */
  get rate(): number | undefined {
    const { count } = this.bound;
    return count === undefined ? undefined : count / this.periodMs;
  }

  set(bound: { count: number; renewalPeriod: number }): void {
    this.bound = bound;
    this.conservative.set(bound);
  }

  /** Milliseconds until `amount` fits: 0 now, Infinity never. */
  waitFor(amount: number, now: number): number {
    const { count } = this.bound;
    if (count === undefined) return 0;
    if (amount > count) return Infinity;
    if (!this.latest) return this.conservative.waitFor(amount, now);
    if (this.refillsSteadily) return this.waitForRefill(amount, now, this.latest, count);
    return this.waitForReset(amount, now, this.latest, count);
  }

  charge(order: number, amount: number, at: number): void {
    this.conservative.count(order, amount, at);
    this.charges.push({ order, at, amount });
  }

  /** Removes a request that the service did not charge. */
  refund(order: number): void {
    this.conservative.refund(order);
    this.charges = this.charges.filter((charge) => charge.order !== order);
  }

  /** Takes over the service's own count from the response to a request. */
  observe(
    { order, at: sentAt }: Ticket,
    receivedAt: number,
    { limit, remaining, resetMs, refused }: RateLimitHeaders,
  ): void {
    const changed = limit !== this.bound.count;
    this.set({ count: limit, renewalPeriod: this.bound.renewalPeriod });
    const charge = this.charges.find((charge) => charge.order === order);
    if (charge) charge.answered = true;
    // A 429 is sent at once. It may show that the known reset was too early, so its own is taken.
    const at = refused ? receivedAt : Math.min(receivedAt, sentAt + TRANSIT_MS);
    const before = this.latest;
    if (before && order > before.order) this.learnRefill(before, { order, at, remaining });
    const resetAt = refused ? at + resetMs : this.knownReset(at + resetMs);
    const observed = { order, sentAt, at, remaining, resetAt };
    if (!before || !this.isOlder(observed, before, changed)) this.latest = observed;
    const oldest = at - 2 * this.periodMs;
    this.charges = this.charges.filter((charge) => charge.order > order || charge.at > oldest);
  }

  /**
   * Responses may arrive in any order. Of a count that only falls until its reset, the least is the
   * latest.
   */
  private isOlder(observed: Observation, known: Observation, changed: boolean): boolean {
    const periods = Math.round((observed.resetAt - known.resetAt) / this.periodMs);
    if (periods !== 0) return periods < 0;
    if (observed.sentAt >= known.resetAt) return false;
    const apart = Math.abs(observed.sentAt - known.sentAt) >= OVERTAKEN_MS;
    if (changed || (this.refillsSteadily && apart)) return observed.order < known.order;
    return observed.remaining > known.remaining;
  }

  private get periodMs(): number {
    return this.bound.renewalPeriod * 1000;
  }

  /**
   * Charges that may be missing in an observed count: sent later, or overtaken, and not answered.
   */
  private uncounted({ order, sentAt }: Observation): Charge[] {
    return this.charges.filter(
      (charge) => !charge.answered && (charge.order > order || charge.at > sentAt - OVERTAKEN_MS),
    );
  }

  /**
   * The reset of one period, which every response reports rounded up: the earliest is the closest.
   */
  private knownReset(resetAt: number): number {
    if (!this.latest) return resetAt;
    const periods = Math.max(0, Math.round((resetAt - this.latest.resetAt) / this.periodMs));
    const known = this.latest.resetAt + periods * this.periodMs;
    return known < resetAt && resetAt - known <= ROUNDING_MS + TRANSIT_MS ? known : resetAt;
  }

  private waitForReset(amount: number, now: number, latest: Observation, count: number): number {
    const charges = this.uncounted(latest);
    if (now < latest.resetAt)
      return amountOf(charges) + amount <= latest.remaining ? 0 : latest.resetAt - now;
    const resets = Math.floor((now - latest.resetAt) / this.periodMs);
    const lastReset = latest.resetAt + resets * this.periodMs;
    // The reset may have happened up to a second before the reported time: later charges count.
    const since = lastReset - ROUNDING_MS - TRANSIT_MS;
    const used = amountOf(charges.filter(({ at }) => at >= since));
    return used + amount <= count ? 0 : lastReset + this.periodMs - now;
  }

  private waitForRefill(amount: number, now: number, latest: Observation, count: number): number {
    const rate = count / this.periodMs;
    let [level, at] = [Math.min(count, latest.remaining), latest.at];
    for (const charge of this.uncounted(latest)) {
      level = Math.min(count, level + rate * Math.max(0, charge.at - at)) - charge.amount;
      at = Math.max(at, charge.at);
    }
    level = Math.min(count, level + rate * Math.max(0, now - at));
    return level >= amount ? 0 : Math.ceil((amount - level) / rate);
  }

  /**
   * Between two responses of one period the count of a window only falls; that of a bucket rises by
   * its rate. Requests sent together may arrive in any order, so it is not known whether either
   * count includes one more of them. Nor is it known how far the limit is exceeded: `remaining`
   * ends at 0.
   */
  private learnRefill(
    before: Observation,
    { order, at, remaining }: Pick<Observation, "order" | "at" | "remaining">,
  ): void {
    if (at >= before.resetAt - ROUNDING_MS - TRANSIT_MS) return;
    const between = this.charges.filter(
      (charge) => charge.order > before.order && charge.order <= order,
    );
    const counted = between.filter(
      (charge) =>
        charge.order === order || (charge.at > before.at && charge.at < at - 2 * TRANSIT_MS),
    );
    const gained = (charges: Charge[]): number => remaining - before.remaining + amountOf(charges);
    const refill = (this.rate ?? 0) * (at - before.at);
    const surely = gained(counted);
    if (
      refill >= 1 &&
      remaining > 0 &&
      surely >= Math.max(1, refill / 2) &&
      surely <= 2 * refill + 1
    )
      this.refillsSteadily = true;
    else if (refill >= 2 && gained(between) <= refill / 10) this.refillsSteadily = false;
  }
}

const amountOf = (charges: readonly Charge[]): number =>
  charges.reduce((sum, { amount }) => sum + amount, 0);
