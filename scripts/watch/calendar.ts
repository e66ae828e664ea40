import ical, { ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { Remembered, WatchMemory } from "./memory";

const MINUTE_MS = 60_000;

/**
 * The ends of what a stack uses as an iCalendar file (RFC 5545): a whole day each. An event keeps its
 * UID when its day moves, and its SEQUENCE rises, so that a calendar moves it and adds none. What a
 * lab no longer uses, or has no end any more, is cancelled. The same memory gives the same bytes.
 */
export function calendarOf(memory: WatchMemory, stack: string): string {
  const calendar = ical({
    prodId: { company: "rai-lab", product: "lab watch" },
    name: `rai-lab ${stack}`,
  });
  for (const [id, entry] of Object.entries(memory.entries)) {
    if (entry.event === undefined) continue;
    calendar.createEvent({
      id: `${id}@rai-lab`,
      sequence: entry.sequence,
      stamp: new Date(entry.sequence * MINUTE_MS),
      start: new Date(entry.event),
      allDay: true,
      summary: `${entry.name} ends`,
      description: `${entry.state}, by ${entry.source} on ${entry.seen}`,
      status: statusOf(entry),
      // Nobody is busy on that day because of it.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}

const statusOf = ({ isUsed, ends, event }: Remembered): ICalEventStatus =>
  isUsed && ends === event ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED;
