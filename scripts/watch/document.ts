import { z } from "zod";
import { daysUntil } from "../doctor";
import { dayOf, type Move } from "./compare";
import type { Recollection, WatchMemory } from "./memory";
import { isUnread, type Watched, type Word } from "./thing";

const day = z.iso.date();
const text = z.string();

const thing = z.object({
  id: text.describe("Never changes; the calendar's UID is this, with @rai-lab."),
  kind: z.enum(["model", "runtime", "api-version", "library", "price"]),
  name: text,
  used: z.boolean().describe("Whether the stack's settings use it."),
  status: z
    .enum(["clear", "ending", "ended", "unknown"])
    .describe(
      "By the last known end; unknown when that is no alarm and the source was not reached.",
    ),
  state: text.optional().describe("In the source's own word."),
  ends: day.optional().describe("Absent when none is published."),
  days: z.int().optional().describe("Whole days until then; negative afterwards."),
  source: text.optional().describe("What state and end were read from."),
  seen: day.optional().describe("When the source last said so."),
  unknown: text.optional().describe("Why the source was not reached today."),
});

const move = z.object({
  id: text,
  name: text,
  used: z.boolean(),
  what: z.enum(["end", "state"]),
  from: text.optional().describe("Absent when no end was published."),
  to: text.optional(),
  days: z.int().optional().describe("How much later the end is; negative when it is earlier."),
  since: day.describe("When the source last answered."),
});

const watchDocument = z
  .object({
    schema: z.literal("rai-lab/watch/1"),
    stack: text,
    cloud: z.enum(["azure", "local"]),
    day,
    horizonDays: z.int(),
    verdict: z.enum(["clear", "ending", "unknown"]).describe("About what the stack uses."),
    memory: z.object({
      state: z.enum(["kept", "none", "damaged"]),
      message: text,
      file: text,
    }),
    moved: z.array(move),
    things: z.array(thing),
    calendar: text.optional().describe("The file that was written."),
  })
  .describe("What lab watch found. More fields may be added; none is renamed.");

/** The document of `lab watch --json`. */
export type WatchDocument = z.infer<typeof watchDocument>;
export type WatchedThing = z.infer<typeof thing>;

/** The JSON schema (draft 2020-12) in `schemas/watch.schema.json`. It allows additional fields. */
export const watchJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(watchDocument, { io: "input" }),
  $id: "urn:rai-lab:schema:watch:1",
  title: "rai-lab/watch/1",
});

/** What a document is made of. */
export interface Findings {
  stack: string;
  cloud: WatchDocument["cloud"];
  now: number;
  horizonDays: number;
  watched: readonly Watched[];
  moves: readonly Move[];
  memory: WatchMemory;
  recollection: Recollection;
  file: string;
  calendar?: string | undefined;
}

export function documentOf(findings: Findings): WatchDocument {
  const { stack, cloud, now, horizonDays, recollection, file, calendar } = findings;
  const things = findings.watched.map((one) => thingOf(one, findings));
  return {
    schema: "rai-lab/watch/1",
    ...{ stack, cloud, day: dayOf(now), horizonDays },
    verdict: verdictOf(things),
    memory: { state: recollection.state, message: recollection.message, file },
    moved: findings.moves.map(({ isUsed, ...rest }) => ({ ...rest, used: isUsed })),
    things,
    calendar,
  };
}

/** The exit code of `lab watch`. What could not be asked is no all-clear. */
export const exitCodeOf = (verdict: WatchDocument["verdict"]): number =>
  ({ clear: 0, ending: 1, unknown: 2 })[verdict];

function verdictOf(things: readonly WatchedThing[]): WatchDocument["verdict"] {
  const statuses = things.filter(({ used }) => used).map(({ status }) => status);
  if (statuses.some((status) => status === "ending" || status === "ended")) return "ending";
  return statuses.includes("unknown") ? "unknown" : "clear";
}

function thingOf(one: Watched, { now, horizonDays, memory }: Findings): WatchedThing {
  const { id, kind, name, isUsed: used } = one;
  const known = wordOf(one, memory);
  const days = daysLeft(known, now);
  return {
    ...{ id, kind, name, used, status: statusOf(one, days, horizonDays) },
    ...{ state: known?.state, ends: known?.ends, days, source: known?.source },
    seen: memory.entries[id]?.seen,
    unknown: reasonOf(one),
  };
}

/** What its source says, or said last, or what a dated table says. */
function wordOf(one: Watched, { entries }: WatchMemory): Word | undefined {
  if (!isUnread(one)) return one;
  return entries[one.id] ?? one.dated;
}

function daysLeft(word: Word | undefined, now: number): number | undefined {
  if (word?.ends === undefined) return undefined;
  return daysUntil(new Date(word.ends), new Date(now));
}

function reasonOf(one: Watched): string | undefined {
  if (isUnread(one)) return one.unknown;
  return undefined;
}

function statusOf(
  one: Watched,
  days: number | undefined,
  horizonDays: number,
): WatchedThing["status"] {
  if (!isUnread(one) && one.isOver === true) return "ended";
  if (days !== undefined && days < 0) return "ended";
  if (days !== undefined && days <= horizonDays) return "ending";
  return isUnread(one) ? "unknown" : "clear";
}
