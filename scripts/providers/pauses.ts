import { setTimeout as delay } from "node:timers/promises";
import type { CloudConnection } from "../cloud/connection";
import type { Send } from "./http";

/**
 * The waits of the providers. A wait takes the fraction `pace` of the real provider's wait. Polling
 * an operation moves the cloud's clock by itself; a back-off does not, so it advances the clock by
 * the real provider's wait.
 */
export interface Pauses {
  /** Waits between two polls of an operation: `ms` of the real provider's time. */
  poll(ms: number, signal?: AbortSignal): Promise<void>;
  /** Waits exactly as long as the service asks (`retry-after-ms`). */
  exactly(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Waits before a retry: `ms` of the real provider's time, by which the cloud's clock advances
   * too.
   */
  backOff(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Sleeps for `ms`. @throws the reason of the aborted signal */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Sleeps in real time. */
export const realSleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, signal && { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
};

/** Creates the waits of a local cloud. */
export function createPauses(
  { control, controlToken }: Pick<CloudConnection, "control" | "controlToken">,
  send: Send,
  pace: number,
  sleep: Sleep,
): Pauses {
  const poll: Sleep = (ms, signal) => sleep(ms * pace, signal);
  return {
    poll,
    exactly: sleep,
    backOff: async (ms, signal) => {
      const headers = {
        authorization: `Bearer ${controlToken}`,
        "content-type": "application/json",
      };
      // The back-off also works without the clock: the cloud may be down.
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
