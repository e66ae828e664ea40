import type { Remembered, WatchMemory } from "./memory";
import { isUnread, NOT_LISTED, type Reading, type Watched } from "./thing";

/** A change between the last time that a source answered, and now. */
export interface Move {
  id: string;
  name: string;
  isUsed: boolean;
  what: "end" | "state";
  /** Days or words; undefined stands for an end that is not published. */
  from: string | undefined;
  to: string | undefined;
  /** How much later the end is; negative when it is earlier. */
  days?: number | undefined;
  /** The day of the last answer. */
  since: string;
}

/** What a look adds to what was known. */
export interface Comparison {
  moves: Move[];
  /** What is remembered from now on. */
  memory: WatchMemory;
}

/** One look at everything. */
export interface Look {
  watched: readonly Watched[];
  /** See `WatchMemory`. */
  offer: string;
  /** Milliseconds since the epoch. */
  now: number;
}

const DAY_MS = 24 * 3600 * 1000;
const MINUTE_MS = 60_000;

/**
 * Compares a look with the memory. What was not reached stays as it was last seen. A model that was
 * offered and is no longer counts as `not listed`, where the list of the same place was read.
 */
export function compare(look: Look, before: WatchMemory | undefined): Comparison {
  const { offer, now } = look;
  const known = new Map(Object.entries(before?.entries ?? {}));
  const entries = new Map(known);
  const moves: Move[] = [];
  const readings = look.watched.filter((one): one is Reading => !isUnread(one));
  const isComparable = before?.offer === offer;
  if (isComparable) readings.push(...vanished(readings, known));
  for (const reading of readings) {
    const last = known.get(reading.id);
    moves.push(...movesOf(reading, last, hasAppeared(reading, known, isComparable), now));
    entries.set(reading.id, nextEntry(reading, last, now));
  }
  const used = new Set(look.watched.filter(({ isUsed }) => isUsed).map(({ id }) => id));
  for (const [id, entry] of entries)
    if (entry.isUsed && !used.has(id)) entries.set(id, revised({ ...entry, isUsed: false }, now));
  return {
    moves,
    memory: { schema: "rai-lab/watch-memory/1", offer, entries: Object.fromEntries(entries) },
  };
}

/** The models that are remembered as offered and that a list no longer has. */
function vanished(readings: readonly Reading[], known: Map<string, Remembered>): Reading[] {
  const listed = new Set(readings.filter(({ kind }) => kind === "model").map(({ id }) => id));
  if (listed.size === 0) return [];
  return [...known]
    .filter(([id, { kind }]) => kind === "model" && !listed.has(id))
    .map(([id, entry]) => ({ ...entry, id, isUsed: false, state: NOT_LISTED }));
}

/** Whether a model is new in a list that was read before. */
const hasAppeared = (
  { kind, id }: Reading,
  known: Map<string, Remembered>,
  isComparable: boolean,
): boolean =>
  isComparable &&
  kind === "model" &&
  !known.has(id) &&
  [...known.values()].some((entry) => entry.kind === "model");

function movesOf(
  reading: Reading,
  last: Remembered | undefined,
  hasAppeared: boolean,
  now: number,
): Move[] {
  const { id, name, isUsed, state, ends } = reading;
  const move = { id, name, isUsed, since: last?.seen ?? dayOf(now) };
  const moves: Move[] = [];
  if (!last && hasAppeared) moves.push({ ...move, what: "state", from: NOT_LISTED, to: state });
  if (!last) return moves;
  if (last.ends !== ends)
    moves.push({
      ...move,
      what: "end",
      from: last.ends,
      to: ends,
      days: daysLater(last.ends, ends),
    });
  if (last.state !== state) moves.push({ ...move, what: "state", from: last.state, to: state });
  return moves;
}

function daysLater(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

function nextEntry(reading: Reading, last: Remembered | undefined, now: number): Remembered {
  const { kind, name, isUsed, state, ends, source } = reading;
  const entry: Remembered = {
    ...{ kind, name, isUsed, state, ends, source, seen: dayOf(now) },
    event: last?.event,
    sequence: last?.sequence ?? minutesOf(now),
  };
  if (isUsed && ends !== undefined) entry.event = ends;
  const isSame =
    last?.state === state && last.isUsed === isUsed && last.ends === ends && last.name === name;
  if (isSame || !last) return entry;
  return revised(entry, now);
}

/**
 * The same with a later revision. It is a time, not a count: calendars ignore a revision that is
 * lower than the one they have, and a count would begin anew when the memory is lost.
 */
const revised = (entry: Remembered, now: number): Remembered => ({
  ...entry,
  sequence: Math.max(entry.sequence + 1, minutesOf(now)),
});

const minutesOf = (now: number): number => Math.floor(now / MINUTE_MS);

/** `2026-11-30`, in UTC as the sources publish their dates. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
