import type { SeatFailure } from "../class-status";
import type { SeatState } from "../seat-state";

/**
 * What a seat waits for, one list for the journal, every `--json` and the board.
 *
 * - `prerequisite`: another stack must be ready (or gone) before.
 * - `account`: another job works on the same account.
 * - `bucket`: Azure Resource Manager would throttle.
 * - `memory`, `cores`: of this machine.
 * - `lock`: another run changes the stack; it is tried once more.
 * - `interrupted`: the run was told to stop before the seat's turn came.
 */
export const WAIT_REASONS = [
  "prerequisite",
  "account",
  "bucket",
  "memory",
  "cores",
  "lock",
  "interrupted",
] as const;

/** One of them. */
export type WaitReason = (typeof WAIT_REASONS)[number];

/** A stack is in another state, or waits for something else. */
export interface Change {
  stack: string;
  state: SeatState;
  /** Of a waiting stack one of `WAIT_REASONS`; of a failed, unhealthy or skipped one a sentence; else null. */
  reason: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  /** Of a failed or unhealthy stack. */
  failure?: SeatFailure;
}
