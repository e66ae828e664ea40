import { type HeaderReader, numberIn, requestedDelay } from "../../../infra/azure/retry-after";

export type { HeaderReader };

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
