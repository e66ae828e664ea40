import type { JournalEvent } from "../journal";

/** What happened on the way, the same things counted together. */
export interface EventCount {
  what: string;
  /** The second deployment, when it happened there. */
  deployment?: string;
  times: number;
  first: string;
  last: string;
}

/** In the order of their first time. */
export function countEvents(events: readonly JournalEvent[]): EventCount[] {
  const found = new Map<string, EventCount>();
  for (const { what, deployment, at } of events) {
    const key = JSON.stringify([what, deployment]);
    const before = found.get(key);
    if (before) found.set(key, { ...before, times: before.times + 1, last: at });
    else
      found.set(key, {
        what,
        ...(deployment !== undefined && { deployment }),
        times: 1,
        first: at,
        last: at,
      });
  }
  return [...found.values()];
}
