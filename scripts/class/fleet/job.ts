import type { SeatFailure } from "../class-status";
import type { ArmCalls } from "../plan/class-plan";
import type { SeatState } from "../seat-state";

/** A state in which an operation leaves a stack. */
export type EndState = Extract<SeatState, "ready" | "stopped" | "gone" | "unhealthy" | "failed">;

/** How an operation ended. What failed or does not answer says why. */
export type JobResult<Detail = unknown> = { detail?: Detail } & (
  | { state: Exclude<EndState, "failed" | "unhealthy">; failure?: never }
  | { state: "failed" | "unhealthy"; failure: SeatFailure }
);

/** Whether what waited for the stack can begin. */
export const isSuccess = (state: SeatState): boolean =>
  state === "ready" || state === "stopped" || state === "gone";

/** What a running job is given. */
export interface JobContext {
  /** Shows progress. */
  say: (text: string) => void;
  /** Aborted on Ctrl-C: the job finishes what runs, begins nothing new, and returns or throws. */
  signal: AbortSignal;
}

/** One operation on one stack. */
export interface Job<Detail = unknown> {
  /** Unique among the jobs of a run. */
  stack: string;
  /** What the stack is while the job runs. */
  during: Extract<SeatState, "starting" | "stopping">;
  /** Stacks of the same run whose jobs must have succeeded before. */
  after: readonly string[];
  /** What must not be operated on by two jobs at once: ids of accounts. */
  exclusive: readonly string[];
  /** Estimated calls; they are taken from the buckets before the job begins. */
  calls: ArmCalls;
  /** Estimated memory while it runs, in MiB. */
  memory: number;
  /** Throws or returns: a thrown error is a failure of this stack alone. */
  run(context: JobContext): Promise<JobResult<Detail>>;
}
