/**
 * Requests in flight. The first failure stops new ones; those in flight run to their end, so that
 * their answers are kept.
 */
export class InFlight {
  private readonly open = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];

  /** Resolves when fewer than `limit` are in flight; after a failure rejects when none is. */
  async waitForSlot(limit: number): Promise<void> {
    while (this.failures.length === 0 && this.open.size >= limit) await Promise.race(this.open);
    if (this.failures.length > 0) await this.finish();
  }

  /** Adds a request that has begun. */
  start(work: Promise<unknown>): void {
    const one: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => void this.failures.push(error),
      )
      .finally(() => this.open.delete(one));
    this.open.add(one);
  }

  /** Waits for all; rejects with the first failure. */
  async finish(): Promise<void> {
    await Promise.all(this.open);
    if (this.failures.length > 0) throw this.failures[0];
  }
}

/** No quota of a lab needs more requests at a time. */
const MAX_CONCURRENCY = 8;
/** A kill loses what is in flight, and a slow service only gets slower: at most a minute's work. */
const MAX_WORK_MS = 60_000;

/**
 * How many requests may be in flight: one until the quota is known. The pacer alone decides when
 * each is sent.
 */
export function concurrencyFor(quotaKnown: boolean, latencyMs = 1): number {
  if (!quotaKnown) return 1;
  return Math.max(1, Math.min(MAX_CONCURRENCY, Math.floor(MAX_WORK_MS / latencyMs)));
}
