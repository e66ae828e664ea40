/** Sent earlier by our clock may arrive later by the service's: windows are kept this much longer. */
const GUARD_MS = 100;

/**
 * A sliding window: never more than the limit in any period, whatever the phase of the service's own windows. Without
 * a limit everything fits.
 */
export class RateWindow {
  private entries: { order: number; at: number; amount: number }[] = [];
  private current: number | undefined;
  private periodMs: number;

  /** `count` per `renewalPeriod` seconds; both may be learned later. */
  constructor(limit: { count?: number; renewalPeriod: number } = { renewalPeriod: 60 }) {
    this.current = limit.count;
    this.periodMs = limit.renewalPeriod * 1000;
  }

  set(limit: { count: number; renewalPeriod: number }): void {
    this.current = limit.count;
    this.periodMs = limit.renewalPeriod * 1000;
  }

  /** Milliseconds until `amount` fits: 0 now, Infinity never. */
  waitFor(amount: number, now: number): number {
    if (this.current === undefined) return 0;
    if (amount > this.current) return Infinity;
    this.entries = this.entries.filter(({ at }) => at + this.periodMs + GUARD_MS > now);
    let used = this.entries.reduce((sum, entry) => sum + entry.amount, 0);
    for (const { at, amount: freed } of this.entries) {
      if (used + amount <= this.current) return 0;
      used -= freed;
      if (used + amount <= this.current) return at + this.periodMs + GUARD_MS - now;
    }
    return 0;
  }

  count(order: number, amount: number, now: number): void {
    this.entries.push({ order, at: now, amount });
  }

  /** The request was not charged after all. */
  refund(order: number): void {
    this.entries = this.entries.filter((entry) => entry.order !== order);
  }
}
