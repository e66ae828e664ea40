import type { Store } from "./store";

/**
 * The cloud's clock: real time plus every jump made so far. It jumps when a client polls an operation, so minutes of
 * Azure cost milliseconds, and when the probe's pacer waits for a quota window (through the control URL).
 */
export class Clock {
  private readonly state;

  /** `base` is injected: `Date.now` for people, a constant for tests (then time moves by jumps alone). */
  constructor(
    store: Store,
    private readonly base: () => number,
  ) {
    this.state = store.collection<number>("clock");
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.base() + (this.state.get("offset") ?? 0);
  }

  date(): Date {
    return new Date(this.now());
  }

  iso(): string {
    return this.date().toISOString();
  }

  advance(ms: number): void {
    if (ms > 0) this.state.put("offset", (this.state.get("offset") ?? 0) + ms);
  }
}
