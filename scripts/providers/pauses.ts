import { setTimeout as delay } from "node:timers/promises";
import type { Send } from "./http";

/**
 * The providers' waits. Real ones take seconds that Azure needs; here a wait takes `pace` of that in real time. What the
 * services' own time must do meanwhile differs: an operation's poll moves the cloud's clock itself, a back-off does not,
 * so the clock is told to move by as much as the real provider would have slept.
 */
export interface Pauses {
  /** Between two looks at the same operation: `ms` of the real provider's time. */
  poll(ms: number, signal?: AbortSignal): Promise<void>;
  /** As the service asked, to the millisecond (`retry-after-ms`). */
  exactly(ms: number, signal?: AbortSignal): Promise<void>;
  /** After a refusal that time may cure: `ms` of the real provider's time, which also pass on the cloud's clock. */
  backOff(ms: number, signal?: AbortSignal): Promise<void>;
}

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** @throws the signal's reason when it comes first. */
export const realSleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, signal && { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
};

/** `control` is the cloud's control URL. */
export function createPauses(control: string, send: Send, pace: number, sleep: Sleep): Pauses {
  const poll: Sleep = (ms, signal) => sleep(ms * pace, signal);
  return {
    poll,
    exactly: sleep,
    backOff: async (ms, signal) => {
      const headers = { "content-type": "application/json" };
      // The back-off stands without the clock: a cloud that is down has no time either.
      await send({
        method: "POST",
        url: `${control}/clock/advance`,
        headers,
        body: { ms },
        signal,
      }).catch(() => undefined);
      await poll(ms, signal);
    },
  };
}
