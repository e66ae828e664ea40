/**
 * A request may arrive later by the service's clock than it was sent by ours: windows are kept
 * longer.
 */
const GUARD_MS = 100;

/**
 * A sliding window that never lets more than the limit through in any period, whatever the phase of
 * the service's own windows. Without a limit everything fits.
 */
export class RateWindow {
  private entries: { order: number; at: number; amount: number }[] = [];
  private limit: number | undefined;
  private periodMs: number;

  /** `count` units per `renewalPeriod` seconds; both may be set later. */
  constructor(bound: { count?: number; renewalPeriod: number } = { renewalPeriod: 60 }) {
    this.limit = bound.count;
    this.periodMs = bound.renewalPeriod * 1000;
  }

  set(bound: { count: number; renewalPeriod: number }): void {
    this.limit = bound.count;
    this.periodMs = bound.renewalPeriod * 1000;
  }

  /** Milliseconds until `amount` fits: 0 now, Infinity never. */
  waitFor(amount: number, now: number): number {
    if (this.limit === undefined) return 0;
    if (amount > this.limit) return Infinity;
    this.entries = this.entries.filter(({ at }) => at + this.periodMs + GUARD_MS > now);
    let used = this.entries.reduce((sum, entry) => sum + entry.amount, 0);
    for (const { at, amount: freed } of this.entries) {
      if (used + amount <= this.limit) return 0;
      used -= freed;
      if (used + amount <= this.limit) return at + this.periodMs + GUARD_MS - now;
    }
    return 0;
  }

  count(order: number, amount: number, now: number): void {
    this.entries.push({ order, at: now, amount });
  }

  /** Removes a request that the service did not charge. */
  refund(order: number): void {
    this.entries = this.entries.filter((entry) => entry.order !== order);
  }
}
