/** What happened to a cluster, as Databricks' event log names it. Milliseconds since the epoch. */
export interface ClusterEvent {
  timestamp: number;
  type: string;
}

const HOUR_MS = 3_600_000;
const STARTS = "RUNNING";
/** Types after which a cluster costs nothing (Clusters API 2.1, EventType). */
const ENDS = ["TERMINATING"];

/**
 * Hours that a cluster ran until `now`, from its events in any order.
 * @example workedHours([{ timestamp: 0, type: "RUNNING" }], 3_600_000) // 1
 */
export const workedHours = (events: readonly ClusterEvent[], now: number): number =>
  workedBetween(events, -Infinity, now) / HOUR_MS;

/**
 * Milliseconds that a cluster ran from one moment to another, from its events in any order: those
 * between them, and the last one before, where there is one.
 */
export function workedBetween(events: readonly ClusterEvent[], from: number, to: number): number {
  let since: number | undefined;
  let total = 0;
  const add = (start: number, end: number): void => {
    total += Math.max(0, Math.min(end, to) - Math.max(start, from));
  };
  for (const { timestamp, type } of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    if (type === STARTS) since ??= timestamp;
    if (!ENDS.includes(type) || since === undefined) continue;
    add(since, timestamp);
    since = undefined;
  }
  if (since !== undefined) add(since, to);
  return total;
}
