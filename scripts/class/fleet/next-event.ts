import type { Clock } from "../../base/clock";

/** What the next event may be. */
export interface Events {
  running: readonly Promise<void>[];
  /** Milliseconds until a job may begin; infinite when only another event lets one begin. */
  wait: number;
  clock: Clock;
  /** Ctrl-C. */
  signal: AbortSignal;
}

/**
 * Resolves when a job has ended, the wait is over or the signal is aborted. Running jobs live by
 * the same clock: one that jumps is left to them.
 * @throws the clock's own error
 */
export async function nextEvent({ running, wait, clock, signal }: Events): Promise<void> {
  const over = new AbortController();
  const events = [...running, aborted(signal, over.signal)];
  if (wait < Infinity && !(clock.jumps && running.length > 0))
    events.push(clock.sleep(wait, over.signal).catch(unlessAborted(over.signal)));
  try {
    await Promise.race(events);
  } finally {
    over.abort();
  }
}

const aborted = (signal: AbortSignal, over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true, signal: over });
  });

const unlessAborted =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };
