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

  /** `count` units per `renewalPeriod` seconds; both may be set later. */
  constructor(private bound: { count?: number; renewalPeriod: number } = { renewalPeriod: 60 }) {}

  set(bound: { count: number; renewalPeriod: number }): void {
    this.bound = bound;
  }

  /** Milliseconds until `amount` fits: 0 now, Infinity never. */
  waitFor(amount: number, now: number): number {
    const { count: limit, renewalPeriod } = this.bound;
    if (limit === undefined) return 0;
    if (amount > limit) return Infinity;
    const keptMs = renewalPeriod * 1000 + GUARD_MS;
    this.entries = this.entries.filter(({ at }) => at + keptMs > now);
    let used = this.entries.reduce((sum, entry) => sum + entry.amount, 0);
    for (const { at, amount: freed } of this.entries) {
      if (used + amount <= limit) return 0;
      used -= freed;
      if (used + amount <= limit) return at + keptMs - now;
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
