/** Headers of an answer, by lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

/** Milliseconds a refusal asks to wait, from the most exact header it carries; undefined when it carries none. */
export function retryAfter(header: HeaderReader, now: number): number | undefined {
  const milliseconds = positive(header("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const after = header("retry-after");
  const seconds = positive(after);
  if (seconds !== undefined) return seconds * 1000;
  const date = after ? Date.parse(after) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const resets = [
    "x-ratelimit-reset-tokens",
    "x-ratelimit-reset-requests",
    "x-rate-limit-reset-tokens",
  ]
    .map((name) => positive(header(name)))
    .filter((reset) => reset !== undefined);
  return resets.length > 0 ? Math.max(...resets) * 1000 : undefined;
}

function positive(text: string | null | undefined): number | undefined {
  const value = text ? Number(text) : Number.NaN;
  return value >= 0 ? value : undefined;
}
