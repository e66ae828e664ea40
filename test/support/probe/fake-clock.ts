import type { Clock } from "../../../scripts/base/clock";

/** Time that passes by sleeping only. `slept` lists the waits. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  constructor(private time = Date.parse("2026-11-23T12:00:00Z")) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}
