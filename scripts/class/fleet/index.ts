/** Runs one operation on many stacks, within limits, so that no stack harms another. */
import type { FleetOptions, FleetResult } from "./options";
import type { Job } from "./job";

/**
 * Runs jobs from a pool, in the order given except that a stack others wait for comes first.
 * @throws Error when two jobs have one stack, or prerequisites are missing or go in circles; what
 * `onChange` throws, after all running jobs have ended
 */
export function runFleet<Detail>(
  jobs: readonly Job<Detail>[],
  options: FleetOptions,
): Promise<FleetResult<Detail>> {
  const { concurrency } = options.limits;
  return Promise.reject(new Error(`not written yet: ${jobs.length} jobs, ${concurrency} at once`));
}

export type { Calls, EndState, Job, JobContext, JobResult } from "./job";
export type { FleetLimits, FleetOptions, FleetResult, Outcome, StopReason } from "./options";
export { ARM_BUCKETS, type BucketLimits } from "./buckets";
export { WAIT_REASONS, type Change, type WaitReason } from "./change";
