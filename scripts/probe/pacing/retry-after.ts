/** Reads a header of a response by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

/**
 * Milliseconds to wait after a 429, from the most exact of its headers; undefined if it has none of
 * them. The date of `retry-after` is compared with `now`.
 */
export function retryAfter(header: HeaderReader, now: number): number | undefined {
  const milliseconds = numberOf(header("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const after = header("retry-after");
  const seconds = numberOf(after);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(after ?? "");
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const resets = [
    "x-ratelimit-reset-tokens",
    "x-ratelimit-reset-requests",
    "x-rate-limit-reset-tokens",
  ]
    .map((name) => numberOf(header(name)))
    .filter((reset) => reset !== undefined);
  if (resets.length === 0) return undefined;
  return Math.max(...resets) * 1000;
}

/** A number that is not negative; undefined for anything else. */
function numberOf(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  return value >= 0 ? value : undefined;
}
