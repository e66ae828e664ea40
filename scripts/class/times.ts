import { LabError } from "../../infra/errors";

/** Times of a class: absolute, with their zone, because a class and its sweeper may be in two. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Reads a time that a teacher wrote: with its zone, or in the zone of this machine, which is then
 * written down; of a day alone, its last minute.
 * @throws LabError `usage` for no time, and for one that is over
 */
export function futureTime(text: string, label: string, now: number): string {
  const time = zoned(DAY.test(text) ? `${text}T23:59` : text);
  if (time === undefined)
    throw new LabError("usage", `${label} takes a time, not "${text}"`, {
      cure: `write 2027-01-31T18:00, or 2027-01-31T18:00+01:00 for another zone`,
    });
  if (Date.parse(time) > now) return time;
  throw new LabError("usage", `${label} is over: it is ${inZone(now)} now`, {
    cure: `write a later time than ${inZone(now)}`,
  });
}

/**
 * The next time at which the clock of this machine's zone shows `text`; or the time that it says.
 * @throws LabError `usage` as `futureTime`
 */
export function nextBell(text: string, label: string, now: number): string {
  const [, hours, minutes] = CLOCK.exec(text) ?? [];
  if (hours === undefined) return futureTime(text, label, now);
  const bell = new Date(now);
  bell.setHours(Number(hours), Number(minutes), 0, 0);
  if (bell.getTime() <= now) bell.setDate(bell.getDate() + 1);
  return inZone(bell.getTime());
}

/** Whether a time is over; a day alone is over with it, in UTC. */
export function isOver(time: string, now: number): boolean {
  const end = Date.parse(DAY.test(time) ? `${time}T23:59:59Z` : time);
  return end < now;
}

/** A time with its zone; undefined for a text of another form, and for a day that does not exist. */
function zoned(text: string): string | undefined {
  if (!TIME.test(text) && !ZONED.test(text)) return undefined;
  // Of a day beyond the end of its month, JavaScript makes one of the next.
  const day = new Date(`${text.slice(0, 10)}T00:00Z`);
  if (Number.isNaN(Date.parse(text)) || !day.toISOString().startsWith(text.slice(0, 10)))
    return undefined;
  return ZONED.test(text) ? text : inZone(Date.parse(text));
}

/**
 * A time in the zone of this machine, to the minute.
 * @example inZone(0) // "1970-01-01T01:00+01:00" in Berlin
 */
export function inZone(ms: number): string {
  const date = new Date(ms);
  const offset = -date.getTimezoneOffset();
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, 16);
  const sign = offset < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
