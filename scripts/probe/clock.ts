/** The probe's time: real time against Azure, the cloud's simulated time against the local cloud, a counter in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Sleeping costs no real time: the clock jumps. */
  readonly jumps?: boolean;
  /** Rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Wall-clock time. */
export const systemClock: Clock = {
  now: () => Date.now(),
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
