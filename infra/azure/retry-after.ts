/** Reads a header of a response by its lower-case name. */
export type HeaderReader = (name: string) => string | null | undefined;

/** How long a response asks its client to wait. */
export interface RequestedDelay {
  /** Milliseconds, zero or more. */
  ms: number;
  /** Whether the service gave milliseconds, and not whole seconds or a date. */
  exact: boolean;
}

/**
 * The delay that a response asks for, from the most exact header of those that Azure's own clients
 * honour; undefined without one. A date counts from the response's own time, else from `now`
 * (milliseconds since the epoch).
 */
export function requestedDelay(header: HeaderReader, now: number): RequestedDelay | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const ms = numberIn(header(name));
    if (ms !== undefined) return { ms, exact: true };
  }
  const after = header("retry-after");
  const seconds = numberIn(after);
  if (seconds !== undefined) return { ms: seconds * 1000, exact: false };
  const until = Date.parse(after ?? "");
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(header("date") ?? "");
  return { ms: Math.max(0, until - (Number.isNaN(sent) ? now : sent)), exact: false };
}

/** A number that is not negative; undefined for anything else. */
export function numberIn(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  return value >= 0 ? value : undefined;
}
