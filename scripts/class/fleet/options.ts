import type { Clock } from "../../base/clock";
import type { SeatFailure } from "../class-status";
import type { SeatState } from "../seat-state";
import type { BucketLimits } from "./buckets";
import type { Change } from "./change";

/** What a run may use at once. */
export interface FleetLimits {
  /** Jobs. */
  concurrency: number;
  /** MiB, of all jobs together. */
  memory: number;
  /** Calls of Azure Resource Manager. */
  buckets: BucketLimits;
}

/** How many failures of one kind, without a success between, stop the queue. */
export const EQUAL_FAILURES = 3;

/** How to run jobs. */
export interface FleetOptions {
  limits: FleetLimits;
  /** Go on in spite of equal failures. */
  keepGoing: boolean;
  /** All times and waits. While jobs run, a clock that jumps is not made to. */
  clock: Clock;
  /** Numbers in [0, 1) for jitter. */
  random: () => number;
  /** Ctrl-C: running jobs end and are recorded, nothing new begins. */
  signal: AbortSignal;
  /**
   * Called before a job begins, and for every other change; the journal records it. When it throws,
   * nothing new begins.
   */
  onChange: (change: Change) => void;
  /** Progress of a running job. */
  onProgress?: (stack: string, text: string) => void;
}

/** What became of one job. */
export interface Outcome<Detail = unknown> {
  stack: string;
  /** `waiting` and `skipped` jobs did not begin. */
  state: Exclude<SeatState, "starting" | "stopping">;
  reason: string | null;
  failure: SeatFailure | null;
  /** Milliseconds since the epoch; null for a job that did not begin. */
  started: number | null;
  ended: number | null;
  detail: Detail | undefined;
}

/** Why the queue stopped before its end: Ctrl-C, or failures of one kind. */
export type StopReason =
  | { why: "interrupted" }
  | { why: "equal-failures"; failure: SeatFailure; stacks: readonly string[] };

/** What became of a run. */
export interface FleetResult<Detail = unknown> {
  /** One for each job, in the order given. */
  outcomes: Outcome<Detail>[];
  /** Null when the queue was worked off. */
  stopped: StopReason | null;
}
