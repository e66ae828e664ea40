/** The clock that a cloud's quotas and life cycles go by. Milliseconds. */
export interface Clock {
  /** Since the epoch. */
  now(): number;
  /** Sleeping costs no real time: the clock jumps. */
  readonly jumps?: boolean;
  /** Rejects with the signal's own reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real time. */
export const wallClock: Clock = {
  now: () => Date.now(),
  // The global timer, not `node:timers/promises`: only that one can be put under a fake clock.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};
