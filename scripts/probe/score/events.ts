import { groupBy } from "../../base/group-by";
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
  const groups = groupBy(events, ({ what, deployment }) => JSON.stringify([what, deployment]));
  return [...groups.values()].map((group) => {
    const { what, deployment, at: first } = group[0]!;
    return { what, deployment, times: group.length, first, last: group.at(-1)!.at };
  });
}
