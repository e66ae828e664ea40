/** Detects a program that hangs: no active request, and no new one for too long. */
import type { Handlers } from "./monitor";

/** Calls `onHang` when there was no active request for `idleTimeoutMs`. */
export class Watchdog {
  private activeRequests = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly idleTimeoutMs: number,
    private readonly onHang: () => void,
  ) {
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onHang, this.idleTimeoutMs);
  }

  /** The same handlers; each request restarts the timeout. */
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
