import { withUnhandledErrorsReported } from "../../base/unhandled-errors";
import { failureOf } from "./failures";
import type { Job, JobContext, JobResult } from "./job";

/**
 * Runs a job to its end and never rejects. After an error outside the job's promise (a rejection
 * that nothing handles) the job continues, and fails: no other job and not the process.
 */
export async function attempt<Detail>(
  job: Job<Detail>,
  context: JobContext,
): Promise<JobResult<Detail>> {
  const unhandled: Error[] = [];
  const run = async (): Promise<JobResult<Detail>> => {
    const result = await job.run(context);
    // Node reports unhandled rejections after the microtasks.
    await new Promise(setImmediate);
    return result;
  };
  try {
    const result = await withUnhandledErrorsReported((error) => unhandled.push(error), run);
    if (unhandled[0] === undefined || result.failure) return result;
    return { ...result, state: "failed", failure: failureOf(unhandled[0]) };
  } catch (error) {
    return { state: "failed", failure: failureOf(error) };
  }
}
