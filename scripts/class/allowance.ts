import { type ClusterEvent, workedBetween } from "./worked-time";

/** How long the cluster of a seat may run in a day, and how much of it is used. */
export interface Allowance {
  minutesADay: number;
  /** The IANA zone whose midnight begins a day. */
  zone: string;
}

/** A day of a zone: from its first moment to that of the next. Milliseconds since the epoch. */
export interface Day {
  start: number;
  end: number;
}

const MINUTE_MS = 60_000;
/** No day is longer, nor is any farther away. */
const LONGER_THAN_A_DAY_MS = 30 * 60 * MINUTE_MS;

/**
 * The day of a zone in which a moment is. Where clocks change it has 23 or 25 hours, and where they do
 * so at midnight it does not begin at 00:00.
 */
export function dayOf(now: number, zone: string): Day {
  const day = new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short" });
  const today = day.format(now);
  const isToday = (at: number): boolean => day.format(at) === today;
  return {
    start: turningPoint(now - LONGER_THAN_A_DAY_MS, now, isToday),
    end: turningPoint(now, now + LONGER_THAN_A_DAY_MS, (at) => !isToday(at)),
  };
}

/** The first moment of which something is true that is not at `before`, and is at `after`. */
function turningPoint(before: number, after: number, test: (at: number) => boolean): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Whole minutes that a cluster ran today until `now`, of a run across midnight the part after it.
 * @param events of the day, and the last one before it
 */
export const minutesToday = (events: readonly ClusterEvent[], now: number, zone: string): number =>
  Math.floor(workedBetween(events, dayOf(now, zone).start, now) / MINUTE_MS);

/** What a seat has used of a day's minutes. */
export interface SeatMinutes {
  /** Null where the log of the cluster could not be read: it is not 0 then. */
  used: number | null;
  allowed: number;
  /** Whether the student may start the cluster; null where that is not known. */
  mayStart: boolean | null;
}

/** From this share on, a student is warned. */
const NEAR = 0.8;

/** How far a seat is with its minutes. */
export type Use = "unknown" | "left" | "near" | "used up";

/** Compares what is used with what is allowed. @example useOf({ used: 200, allowed: 240 }) // "near" */
export function useOf({ used, allowed }: Pick<SeatMinutes, "used" | "allowed">): Use {
  if (used === null) return "unknown";
  if (used >= allowed) return "used up";
  return used >= NEAR * allowed ? "near" : "left";
}

/** "used 190 of 240 minutes today" */
export const minutesText = ({ used, allowed }: SeatMinutes): string =>
  used === null
    ? `minutes of today unknown, ${allowed} allowed`
    : `used ${used} of ${allowed} minutes today`;
