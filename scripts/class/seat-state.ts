/**
 * The states of a seat, one list for the journal, every `--json`, the table and the board. Why a
 * seat is in its state is told apart from it, as a reason.
 *
 * - `waiting`: in the queue; the reason says for what.
 * - `starting`: its `up` runs.
 * - `ready`: it exists and answers.
 * - `unhealthy`: it was made, and its cluster or notebook does not answer.
 * - `failed`: an operation on it failed; part of it may exist.
 * - `skipped`: not begun, because what it needs failed. It is never counted as failed.
 * - `stopping`: it is being stopped or deleted.
 * - `stopped`: it exists, and its cluster is off.
 * - `gone`: nothing of it is left.
 */
export const SEAT_STATES = [
  "waiting",
  "starting",
  "ready",
  "unhealthy",
  "failed",
  "skipped",
  "stopping",
  "stopped",
  "gone",
] as const;

/** One of them. */
export type SeatState = (typeof SEAT_STATES)[number];

/** How many seats are in each state. */
export type SeatSummary = Record<SeatState, number>;

/** Counts seats by their state; every state is a key. */
export function summaryOf(seats: readonly { state: SeatState }[]): SeatSummary {
  const summary = Object.fromEntries(SEAT_STATES.map((state) => [state, 0])) as SeatSummary;
  for (const { state } of seats) summary[state] += 1;
  return summary;
}
