import type { Store } from "./store";

/**
 * The cloud's clock: real time plus all jumps so far. It jumps when a client polls an operation, so
 * that minutes of Azure cost milliseconds. It also jumps when the probe's pacer waits for a quota
 * window, which the pacer asks for through the control service.
 */
export class Clock {
  private readonly state;

  /** `base` is real time for users; tests pass a constant, so that only jumps move the clock. */
  constructor(
    store: Store,
    private readonly base: () => number,
  ) {
    this.state = store.collection<number>("clock");
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.base() + this.offset();
  }

  date(): Date {
    return new Date(this.now());
  }

  /** The time as ISO 8601 text. */
  iso(): string {
    return this.date().toISOString();
  }

  /** Moves the clock forward; zero and negative values do nothing. */
  advance(ms: number): void {
    if (ms > 0) this.state.put("offset", this.offset() + ms);
  }

  /** Sets the clock to a time, also to an earlier one. Only the opening of a world does this. */
  restart(at: number): void {
    this.state.put("offset", at - this.base());
  }

  private offset(): number {
    return this.state.get("offset") ?? 0;
  }
}
