import type { SeatFailure } from "../class-status";
import type { SeatState } from "../seat-state";
import type { Job } from "./job";
import type { Outcome, StopReason } from "./options";

/** A job and what became of it so far. */
export interface Entry<Detail> {
  readonly job: Job<Detail>;
  phase: "queued" | "running" | "ended";
  /** Undefined before the first change. */
  state: SeatState | undefined;
  reason: string | null;
  failure: SeatFailure | null;
  /** The first try; milliseconds since the epoch. */
  started: number | null;
  ended: number | null;
  detail: Detail | undefined;
  /** Set once a lock has refused the job: when it is tried again, and what it said. */
  retry: { at: number; failure: SeatFailure } | undefined;
}

/** A job that nothing has happened to. */
export const entryOf = <Detail>(job: Job<Detail>): Entry<Detail> => ({
  job,
  phase: "queued",
  state: undefined,
  reason: null,
  failure: null,
  started: null,
  ended: null,
  detail: undefined,
  retry: undefined,
});

/** What became of a job that has ended. */
export const outcomeOf = <Detail>(entry: Entry<Detail>): Outcome<Detail> => ({
  stack: entry.job.stack,
  state: entry.state as Outcome["state"],
  reason: entry.reason,
  failure: entry.failure,
  started: entry.started,
  ended: entry.ended,
  detail: entry.detail,
});

/** Why a job is skipped whose prerequisite failed or was skipped itself. */
export function prerequisiteFailed({ job, state, reason }: Entry<unknown>): string {
  if (state === "skipped") return reason ?? "";
  const what = state === "failed" ? "failed" : "does not answer";
  return `${job.stack} ${what}: ${reason}`;
}

/** Why jobs are skipped when equal failures have stopped the queue. */
export const queueStopped = (stop: StopReason & { why: "equal-failures" }): string =>
  `${stop.stacks.length} stacks failed for the same reason: ${stop.failure.message}`;
