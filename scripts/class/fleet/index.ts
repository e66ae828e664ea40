/** Runs one operation on many stacks, within limits, so that no stack harms another. */
import { FleetRun } from "./fleet-run";
import type { Job } from "./job";
import type { FleetOptions, FleetResult } from "./options";

/**
 * Runs jobs from a pool, in the order given, except that a stack which others wait for comes first.
 * @throws Error when two jobs have one stack, or prerequisites are missing or go in circles; what
 * `onChange` or the clock throws, after all running jobs have ended
 */
export async function runFleet<Detail>(
  jobs: readonly Job<Detail>[],
  options: FleetOptions,
): Promise<FleetResult<Detail>> {
  return new FleetRun(jobs, options).run();
}

export type { Job, JobContext, JobResult } from "./job";
export type { FleetLimits, FleetOptions, FleetResult } from "./options";
export { ARM_BUCKETS, bucketShare, UNLIMITED_BUCKETS, type BucketLimits } from "./buckets";
export { type Change } from "./change";
export { defaultLimits, thisMachine } from "./machine";
export { failureOf } from "./failures";
export { Journal, journalOf, lockClass, type Earlier } from "./journal";
export { readJournal, type JournalContents } from "./read-journal";
export type { ChangeLine } from "./journal-lines";
