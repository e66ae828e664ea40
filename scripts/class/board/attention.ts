import type { ClassStatus, SeatFailure, SeatStatus } from "../class-status";
import { useOf } from "../allowance";
import { isMissed, SWEEP_HOURS } from "../sweep";
import { urgencyOf } from "./appearance";
import { expiryOf, isOverdue } from "./moments";
import { stacksOf } from "./stacks";

/** Seats that need the instructor for the same reason. */
export interface Attention {
  /** "failed: SkuNotAvailable", "not ready by the bell". */
  title: string;
  /** Of the first of them; the others' may name other resources. */
  failure: SeatFailure | null;
  /** In the order of the class, never empty; the shared half is one of them. */
  seats: SeatStatus[];
}

/** What needs the instructor, equal reasons together: the most urgent first, then the most seats. */
export function attentionOf(status: ClassStatus, now: number): Attention[] {
  const found = new Map<string, Attention>();
  for (const seat of stacksOf(status)) {
    const title = titleOf(seat, status, now);
    if (title === undefined) continue;
    const known = found.get(title) ?? { title, failure: seat.failure, seats: [] };
    known.seats.push(seat);
    found.set(title, known);
  }
  const urgency = ({ seats: [first] }: Attention): number => urgencyOf(first!.state);
  return [...found.values()].sort(
    (a, b) => urgency(a) - urgency(b) || b.seats.length - a.seats.length,
  );
}

function titleOf(seat: SeatStatus, status: ClassStatus, now: number): string | undefined {
  const { state, failure, made, reason } = seat;
  const why = failure?.code ?? reason;
  if (state === "failed" || state === "unhealthy") return why === null ? state : `${state}: ${why}`;
  if (isMissed(seat, now))
    return `expired over ${SWEEP_HOURS} hours ago, and not destroyed yet: see that \`lab class destroy --expired\` runs`;
  if (isOverdue(seat, status, now)) return `${state}, and not ready by the bell`;
  if (made !== null && expiryOf(seat, now)?.nearness === "past")
    return "expired, and not destroyed yet";
  return minutesTitle(seat);
}

/** Minutes of the day of which somebody must hear. */
function minutesTitle({ minutes, state }: SeatStatus): string | undefined {
  if (minutes === null) return undefined;
  const { mayStart } = minutes;
  switch (useOf(minutes)) {
    case "unknown":
      return "minutes of today unknown";
    case "near":
      return "near the end of today's minutes";
    case "used up":
      return state === "stopped" && mayStart !== true
        ? undefined
        : "today's minutes used up: run `lab class stop --used-up`";
    case "left":
      return mayStart === false
        ? "may not start, with minutes left: run `lab class stop --used-up`"
        : undefined;
  }
}
