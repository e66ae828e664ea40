import { type HeaderReader, numberIn, requestedDelay } from "../../../infra/azure/retry-after";

export { requestedDelay, type HeaderReader };

/**
 * Longest wait that is obeyed, in milliseconds. A longer one means a request that can never fit, or
 * an outage, not throttling (86,400 s has been observed).
 */
export const MAX_WAIT_MS = 10 * 60_000;

/**
 * Milliseconds to wait after a 429, from the most exact of its headers; undefined if it has none of
 * them.
 */
export function retryAfter(header: HeaderReader, now: number): number | undefined {
  const asked = requestedDelay(header, now);
  if (asked) return asked.ms;
  const resets = [
    "x-ratelimit-reset-tokens",
    "x-ratelimit-reset-requests",
    "x-rate-limit-reset-tokens",
  ]
    .map((name) => numberIn(header(name)))
    .filter((reset) => reset !== undefined);
  if (resets.length === 0) return undefined;
  return Math.max(...resets) * 1000;
}
