/**
 * Counts the requests in flight of all pacers of a run. A clock that jumps must not jump while one
 * of them is in flight: it would arrive in a later window of its quota than it was sent in.
 */
export class Traffic {
  private inFlight = 0;
  private readonly waiters: (() => void)[] = [];

  get isBusy(): boolean {
    return this.inFlight > 0;
  }

  begin(): void {
    this.inFlight++;
  }

  end(): void {
    this.inFlight--;
    if (this.inFlight === 0) for (const wake of this.waiters.splice(0)) wake();
  }

  /** The current jump of the clock; no request is sent before it has ended. */
  jumping: Promise<void> | undefined;

  /** Starts a jump of the clock; the caller awaits the current one first. */
  jump(sleep: () => Promise<void>): Promise<void> {
    this.jumping = sleep().finally(() => (this.jumping = undefined));
    return this.jumping;
  }

  /** Resolves when no request is in flight. */
  whenIdle(): Promise<void> {
    if (!this.isBusy) return Promise.resolve();
    return new Promise((wake) => this.waiters.push(wake));
  }
}
