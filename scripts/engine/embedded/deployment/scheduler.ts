/** Runs decisions one at a time in their order, and steps in parallel. */
export class Scheduler {
  private queue: Promise<unknown> = Promise.resolve();
  private readonly active = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];

  constructor(
    /** How many steps may run at once. */
    private slots: number,
    /** Throws when no new step may start. */
    private readonly assertRunning: () => void,
  ) {}

  /** Runs a decision after all earlier ones. */
  inOrder<T>(decide: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(decide);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Runs a step when a slot is free. @throws Stopped when no new step may start */
  slot<T>(work: () => Promise<T>): Promise<T> {
    const running = this.throttled(work);
    this.active.add(running);
    const over = (): void => void this.active.delete(running);
    running.then(over, over);
    return running;
  }

  private async throttled<T>(work: () => Promise<T>): Promise<T> {
    if (this.slots > 0) this.slots--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      this.assertRunning();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.slots++;
    }
  }

  /** Resolves when no step is running. */
  async idle(): Promise<void> {
    while (this.active.size > 0) await Promise.allSettled(this.active);
  }
}
