/**
 * Requests under way at the same time. The first failure stops the sending of more; those under way are let finish, so
 * that their answers are kept.
 */
export class InFlight {
  private readonly open = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];

  /** Resolves when fewer than `maxConcurrency` are under way; rejects with the first failure, once nothing is. */
  async waitForSlot(width: number): Promise<void> {
    while (this.failures.length === 0 && this.open.size >= width) await Promise.race(this.open);
    if (this.failures.length > 0) await this.finish();
  }

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

/** More at a time than this no quota of a lab needs. */
const WIDEST = 8;
/** What is under way is lost by a kill, and a slow service only gets slower: never more than a minute's work. */
const AT_RISK_MS = 60_000;

/**
 * How many requests may be under way. The quota alone decides when each is sent; where it is not known yet, one answer
 * must come first.
 */
export function concurrencyFor(quotaKnown: boolean, latencyMs: number | undefined): number {
  if (!quotaKnown) return 1;
  return Math.max(1, Math.min(WIDEST, Math.floor(AT_RISK_MS / (latencyMs ?? 1))));
}
