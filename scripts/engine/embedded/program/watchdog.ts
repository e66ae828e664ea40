/** Ends the wait for a program that hangs: nothing under way at the engine, nothing asked for, for too long. */
import type { Handlers } from "./monitor";

export class Watchdog {
  private underWay = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** Milliseconds. */
    private readonly patience: number,
    private readonly onHang: () => void,
  ) {
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onHang, this.patience);
  }

  /** The same handlers, each request being a sign of life. */
  over(handlers: Handlers): Handlers {
    return Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [
        name,
        (request: never) => this.during(() => handler(request)),
      ]),
    );
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    this.underWay++;
    clearTimeout(this.timer);
    try {
      return await work();
    } finally {
      if (--this.underWay === 0) this.arm();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.underWay = Infinity;
  }
}
