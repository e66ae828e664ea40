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

/** No wait is longer, whatever a service asks for: as in `infra/azure/session.ts`. */
const MAX_WAIT_MS = 300_000;

/** A wait within bounds; a service that asks for more is reported. */
function bounded(ms: number): number {
  if (ms <= MAX_WAIT_MS) return ms;
  const [asked, most] = [ms, MAX_WAIT_MS].map((value) => Math.round(value / 1000));
  console.warn(`waiting ${most} s (${asked} s were asked for)`);
  return MAX_WAIT_MS;
}

/** Creates the waits of a local cloud. */
export function createPauses(
  { control, controlToken }: Pick<CloudConnection, "control" | "controlToken">,
  send: Send,
  pace: number,
  sleep: Sleep,
): Pauses {
  const poll: Sleep = (ms, signal) => sleep(bounded(ms) * pace, signal);
  return {
    poll,
    exactly: (ms, signal) => sleep(bounded(ms), signal),
    backOff: async (asked, signal) => {
      const ms = bounded(asked);
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
