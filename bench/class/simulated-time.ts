import type { Clock } from "../../scripts/base/clock";

/** Turns of the event loop without a call under way, after which all that can begin has begun. */
const TURNS = 6;

/**
 * Time that stands while calls are under way, and otherwise goes on to the earliest end of a sleep:
 * the cloud and its callers see the same one.
 */
export class SimulatedTime implements Clock {
  private readonly sleepers = new Set<{ at: number; wake: () => void }>();
  private calls = 0;

  constructor(private time: number) {}

  readonly now = (): number => this.time;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.time + ms, wake: resolve };
      this.sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.sleepers.delete(sleeper);
        reject(signal.reason as Error);
      });
    });
  }

  /** Makes a call, during which time stands. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    this.calls++;
    try {
      return await call();
    } finally {
      this.calls--;
    }
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    const done = (): void => void (progress.isDone = true);
    work.then(done, done);
    for (let idle = 0; !progress.isDone; idle++) {
      await new Promise(setImmediate);
      if (this.calls > 0) idle = 0;
      if (idle < TURNS || this.sleepers.size === 0) continue;
      this.wakeNext();
      idle = 0;
    }
    return work;
  }

  private wakeNext(): void {
    const [next] = [...this.sleepers].sort((a, b) => a.at - b.at);
    this.sleepers.delete(next!);
    this.time = Math.max(this.time, next!.at);
    next!.wake();
  }
}
