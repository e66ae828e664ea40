import { RateWindow } from "./rate-window";

/** A request that was let through: what it is charged with, when, and in which place of the order of sending. */
export interface Ticket {
  order: number;
  at: number;
  tokens: number;
}

/** What an answer's headers say of one limit; counts as they are, `resetMs` rounded up to whole seconds by the service. */
export interface RateLimitHeaders {
  limit: number;
  remaining: number;
  resetMs: number;
  /** The headers are those of a 429. */
  refused?: boolean;
}

/** A request arrives this much after it is sent, give or take: what is in doubt is counted on both sides of a reset. */
const TRANSIT_MS = 100;
/** Resets are told in whole seconds, rounded up. */
const ROUNDING_MS = 1_000;
/** A request may be overtaken by what is sent so much later: the first on a connection has to wait for its handshake. */
const OVERTAKEN_MS = 500;

interface Charge {
  order: number;
  at: number;
  amount: number;
  answered?: true;
}

interface Observation {
  order: number;
  sentAt: number;
  at: number;
  remaining: number;
  /** The latest moment at which the service's count begins anew. */
  resetAt: number;
}

/**
 * One limit of a deployment. Until an answer has shown the service's own count, requests are spread so that no period
 * of any phase holds more than the limit (`RateWindow`). From then on that count is followed: it either begins anew at
 * its reset or refills steadily (a token bucket); which of the two is read from how `remaining` moves between answers.
 */
export class Quota {
  private readonly conservative: RateWindow;
  private charges: Charge[] = [];
  private seen: Observation | undefined;
  private refillsSteadily = false;

  /** `count` per `renewalPeriod` seconds; the count may be learned later. */
  constructor(private bound: { count?: number; renewalPeriod: number }) {
    this.conservative = new RateWindow(bound);
  }

  get limit(): number | undefined {
    return this.bound.count;
  }

  /** Units per millisecond that the limit gives in the long run; undefined where no limit is known. */
  get rate(): number | undefined {
    return this.bound.count === undefined ? undefined : this.bound.count / this.periodMs;
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
    if (!this.seen) return this.conservative.waitFor(amount, now);
    return this.refillsSteadily
      ? this.waitForRefill(amount, now, this.seen, count)
      : this.waitForReset(amount, now, this.seen, count);
  }

  charge(order: number, amount: number, at: number): void {
    this.conservative.count(order, amount, at);
    this.charges.push({ order, at, amount });
  }

  /** The service did not charge this request after all. */
  refund(order: number): void {
    this.conservative.refund(order);
    this.charges = this.charges.filter((charge) => charge.order !== order);
  }

  /** Takes over the service's own count, as the answer to a request tells it. */
  observe(
    { order, at: sentAt }: Ticket,
    receivedAt: number,
    { limit, remaining, resetMs, refused }: RateLimitHeaders,
  ): void {
    const changed = limit !== this.bound.count;
    this.set({ count: limit, renewalPeriod: this.bound.renewalPeriod });
    const charge = this.charges.find((charge) => charge.order === order);
    if (charge) charge.answered = true;
    const at = refused ? receivedAt : Math.min(receivedAt, sentAt + TRANSIT_MS);
    const before = this.seen;
    if (before && order > before.order) this.learnRefill(before, { order, at, remaining });
    // A refusal is answered at once, and may say that the reset was taken to be too early: it is not held against others.
    const resetAt = refused ? at + resetMs : this.closest(at + resetMs);
    const seen = { order, sentAt, at, remaining, resetAt };
    this.seen = before && this.isOlder(seen, before, changed) ? before : seen;
    const oldest = at - 2 * this.periodMs;
    this.charges = this.charges.filter((charge) => charge.order > order || charge.at > oldest);
  }

  /** Answers may arrive in any order. Of a count that only falls until it begins anew, the least is the latest. */
  private isOlder(seen: Observation, known: Observation, changed: boolean): boolean {
    const periods = Math.round((seen.resetAt - known.resetAt) / this.periodMs);
    if (periods !== 0) return periods < 0;
    if (seen.sentAt >= known.resetAt) return false;
    const apart = Math.abs(seen.sentAt - known.sentAt) >= OVERTAKEN_MS;
    return changed || (this.refillsSteadily && apart)
      ? seen.order < known.order
      : seen.remaining > known.remaining;
  }

  private get periodMs(): number {
    return this.bound.renewalPeriod * 1000;
  }

  private after(order: number): Charge[] {
    return this.charges.filter((charge) => charge.order > order);
  }

  /** What the service may not have counted yet when it gave its count: sent later, or overtaken, and not answered. */
  private uncounted({ order, sentAt }: Observation): Charge[] {
    return this.charges.filter(
      (charge) => !charge.answered && (charge.order > order || charge.at > sentAt - OVERTAKEN_MS),
    );
  }

  /** Answers of one period bound the same reset, each rounded up: the least is closest. */
  private closest(resetAt: number): number {
    if (!this.seen) return resetAt;
    const periods = Math.max(0, Math.round((resetAt - this.seen.resetAt) / this.periodMs));
    const known = this.seen.resetAt + periods * this.periodMs;
    return known < resetAt && resetAt - known <= ROUNDING_MS + TRANSIT_MS ? known : resetAt;
  }

  private waitForReset(amount: number, now: number, seen: Observation, count: number): number {
    const rolled = now < seen.resetAt ? -1 : Math.floor((now - seen.resetAt) / this.periodMs);
    const begun = seen.resetAt + rolled * this.periodMs;
    const left = rolled < 0 ? seen.remaining : count;
    // The count may have begun anew up to a second before it was told to: what was sent then is in it.
    const since = rolled < 0 ? -Infinity : begun - ROUNDING_MS - TRANSIT_MS;
    const used = this.uncounted(seen).filter(({ at }) => at >= since);
    return amountOf(used) + amount <= left ? 0 : begun + this.periodMs - now;
  }

  private waitForRefill(amount: number, now: number, seen: Observation, count: number): number {
    const rate = count / this.periodMs;
    let [level, at] = [Math.min(count, seen.remaining), seen.at];
    for (const charge of this.uncounted(seen)) {
      level = Math.min(count, level + rate * Math.max(0, charge.at - at)) - charge.amount;
      at = Math.max(at, charge.at);
    }
    level = Math.min(count, level + rate * Math.max(0, now - at));
    return level >= amount ? 0 : Math.ceil((amount - level) / rate);
  }

  /**
   * Between two answers of one period a count that begins anew only falls; a bucket's rises by its rate. Requests that
   * were sent together may arrive in any order: whether one more of them is in either answer's count is not known. Nor
   * is how much more than all is used: `remaining` ends at 0.
   */
  private learnRefill(
    before: Observation,
    { order, at, remaining }: Pick<Observation, "order" | "at" | "remaining">,
  ): void {
    if (at >= before.resetAt - ROUNDING_MS - TRANSIT_MS) return;
    const between = this.after(before.order).filter((charge) => charge.order <= order);
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
