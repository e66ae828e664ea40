/** The clock that a cloud's quotas and life cycles go by. Milliseconds. */
export interface CloudClock {
  /** Since the epoch. */
  now(): number;
  /** Sleeping costs no real time: the clock jumps. */
  readonly jumps?: boolean;
  /** Rejects with the signal's own reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const wallClock: CloudClock = {
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

/** The simulated clock behind a local cloud's control URL: waiting on it makes it jump, and costs no real time. */
export async function cloudClock(control: string): Promise<CloudClock> {
  let ahead = await offset(fetch(`${control}/clock`));
  return {
    jumps: true,
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      const body = JSON.stringify({ ms });
      ahead = await offset(
        fetch(`${control}/clock/advance`, { method: "POST", headers: { "content-type": "application/json" }, body }),
      );
    },
  };
}

async function offset(answer: Promise<Response>): Promise<number> {
  const { now } = (await (await answer).json()) as { now: number };
  return now - Date.now();
}
