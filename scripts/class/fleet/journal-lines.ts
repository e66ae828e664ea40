import { z } from "zod";
import { SEAT_STATES } from "../seat-state";

/**
 * The lines of `.lab/classes/NAME/journal.jsonl`: a header, then runs and changes in the order of
 * time. The names of fields never change; times are ISO texts.
 */

/** The version of the format. */
export const JOURNAL_SCHEMA = "rai-lab/class-journal/1";

const header = z.object({
  type: z.literal("journal"),
  schema: z.literal(JOURNAL_SCHEMA),
  class: z.string(),
});

/** A run begins. The process is told by its start, too, since process ids are reused. */
const run = z.object({
  type: z.literal("run"),
  verb: z.string(),
  at: z.string(),
  pid: z.number().int(),
  startTicks: z.string().optional(),
  bootId: z.string().optional(),
});

const failure = z.object({ code: z.string(), message: z.string(), cure: z.string().optional() });

/** A stack is in another state, or waits for something else. */
const change = z.object({
  type: z.literal("change"),
  stack: z.string(),
  state: z.enum(SEAT_STATES),
  reason: z.string().nullable(),
  at: z.string(),
  failure: failure.optional(),
});

/** The run ended; `stopped` says why before its queue was worked off. */
const end = z.object({ type: z.literal("end"), at: z.string(), stopped: z.string().nullable() });

/** Any line. */
export const journalLine = z.discriminatedUnion("type", [header, run, change, end]);

/** The first line. */
export type HeaderLine = z.infer<typeof header>;
/** A line with the start of a run. */
export type RunLine = z.infer<typeof run>;
/** A line with a change of a stack. */
export type ChangeLine = z.infer<typeof change>;
/** A line with the end of a run. */
export type EndLine = z.infer<typeof end>;
/** Any line after the first. */
export type JournalLine = RunLine | ChangeLine | EndLine;
