/** Ends the wait for a program that hangs: nothing under way at the engine, nothing asked for, for too long. */
import type { Handlers } from "./monitor";

export class Watchdog {
  private activeRequests = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Milliseconds. */
    private readonly idleTimeoutMs: number,
    private readonly onHang: () => void,
  ) {
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onHang, this.idleTimeoutMs);
  }

  /** The same handlers, each request being a sign of life. */
  wrap(handlers: Handlers): Handlers {
    return Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [
        name,
        (request: never) => this.during(() => handler(request)),
      ]),
    );
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    this.activeRequests++;
    clearTimeout(this.timer);
    try {
      return await work();
    } finally {
      if (--this.activeRequests === 0) this.arm();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.activeRequests = Infinity;
  }
}
