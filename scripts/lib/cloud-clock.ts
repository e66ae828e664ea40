import { setTimeout as wait } from "node:timers/promises";

/** The clock that a cloud's quotas and life cycles go by. Milliseconds. */
export interface CloudClock {
  now(): number;
  /** Sleeping costs no real time: the clock jumps. */
  readonly jumps?: boolean;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const wallClock: CloudClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => wait(ms, undefined, signal && { signal }),
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
