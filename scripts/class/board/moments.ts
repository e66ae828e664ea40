import type { ClassStatus, SeatStatus } from "../class-status";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From here on a seat's expiry is near: a day is enough to extend it, and to say so in class. */
const SOON_MS = DAY_MS;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** A time without a zone is another one on every machine. */
const ZONED = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch at which this ends; a date alone ends with its day, UTC. Undefined for what is neither. */
export function endOf(text: string | null | undefined): number | undefined {
  if (text == null || (!DATE.test(text) && !ZONED.test(text))) return undefined;
  const at = Date.parse(text) + (DATE.test(text) ? DAY_MS : 0);
  return Number.isNaN(at) ? undefined : at;
}

/** How near an expiry is. */
export type Nearness = "later" | "soon" | "past";

/** An expiry, seen from a moment. */
export interface Expiry {
  /** As it is written. */
  text: string;
  at: number;
  nearness: Nearness;
  /** "in 3 days", "expired 2 hours ago". */
  distance: string;
}

/** The expiry of a seat; undefined where it is not known, or cannot be read. */
export function expiryOf(
  { expires }: Pick<SeatStatus, "expires">,
  now: number,
): Expiry | undefined {
  if (expires === null) return undefined;
  const at = endOf(expires);
  if (at === undefined) return undefined;
  const span = spanText(Math.abs(at - now));
  if (at <= now) return { text: expires, at, nearness: "past", distance: `expired ${span} ago` };
  const nearness = at - now <= SOON_MS ? "soon" : "later";
  return { text: expires, at, nearness, distance: `in ${span}` };
}

/** A length of time in one unit, rounded down: "2 days". @example spanText(7_200_000) // "2 hours" */
export function spanText(ms: number): string {
  if (ms >= 2 * DAY_MS) return counted(ms / DAY_MS, "day");
  if (ms >= HOUR_MS) return counted(ms / HOUR_MS, "hour");
  return counted(ms / MINUTE_MS, "minute");
}

const counted = (amount: number, unit: string): string => {
  const whole = Math.floor(amount);
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
};

/** A time as people read it, in the zone that it was written in. @example timeText("2026-12-06T18:00:00Z") // "2026-12-06 18:00 UTC" */
export function timeText(text: string): string {
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[\d:.]*(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  if (day === undefined) return text;
  return `${day} ${time} ${zone === "Z" ? "UTC" : zone}`;
}

/** States in which a seat should be ready by the bell, and is not. */
const NOT_READY = ["waiting", "starting", "unhealthy", "failed", "skipped"];

/** Whether the bell has rung, and a seat is not ready and was not ready then either. */
export function isOverdue(
  { state, ready }: Pick<SeatStatus, "state" | "ready">,
  { readyBy }: Pick<ClassStatus, "readyBy">,
  now: number,
): boolean {
  const bell = endOf(readyBy);
  if (bell === undefined || bell > now || !NOT_READY.includes(state)) return false;
  const since = endOf(ready);
  return since === undefined || since > bell;
}
