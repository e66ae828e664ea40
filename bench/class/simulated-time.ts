import type { Clock } from "../../scripts/base/clock";

/** Turns of the event loop without a call under way, after which all that can begin has begun. */
const TURNS = 6;
/** Such turns without any sleeper, after which nothing will happen any more. */
const LAST_TURNS = 1000;

interface Timer {
  at: number;
  wake: () => void;
}

/**
 * Time in which many sleep at once: it stands while calls are under way, and otherwise goes on to the
 * earliest end of a sleep. A cloud and its callers may see the same one.
 */
export class SimulatedTime implements Clock {
  private readonly timers = new Set<Timer>();
  private calls = 0;

  constructor(private time = 0) {}

  /** How many sleep. */
  get sleepers(): number {
    return this.timers.size;
  }

  readonly now = (): number => this.time;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = { at: this.time + ms, wake: resolve };
      this.timers.add(timer);
      signal?.addEventListener("abort", () => {
        this.timers.delete(timer);
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

  /** Lets time pass until the work is done. @throws Error when it waits for what never comes */
  async run<T>(work: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    const done = (): void => void (progress.isDone = true);
    work.then(done, done);
    for (let idle = 0; !progress.isDone; idle++) {
      await new Promise(setImmediate);
      if (this.calls > 0) idle = 0;
      if (idle < TURNS) continue;
      if (this.timers.size > 0) this.wakeNext();
      else if (idle < LAST_TURNS) continue;
      else throw new Error("nothing will ever happen again");
      idle = 0;
    }
    return work;
  }

  private wakeNext(): void {
    const [next] = [...this.timers].sort((a, b) => a.at - b.at);
    this.timers.delete(next!);
    this.time = Math.max(this.time, next!.at);
    next!.wake();
  }
}
