import type { JournalEvent } from "../journal";

/** Events of the journal with the same text and deployment, counted. */
export interface EventCount {
  what: string;
  /** Present for events of the second deployment. */
  deployment?: string;
  times: number;
  first: string;
  last: string;
}

/** Counts the events, in the order of their first occurrence. */
export function countEvents(events: readonly JournalEvent[]): EventCount[] {
  const found = new Map<string, EventCount>();
  for (const { what, deployment, at } of events) {
    const key = JSON.stringify([what, deployment]);
    const count = found.get(key) ?? { what, deployment, times: 0, first: at, last: at };
    found.set(key, { ...count, times: count.times + 1, last: at });
  }
  return [...found.values()];
}
