import { fields, table } from "../../lib/shell/table";
import type { ClassStatus, SeatStatus } from "../class-status";
import { BY_URGENCY } from "./appearance";
import { attentionOf, type Attention } from "./attention";
import { moneyText, totalCost } from "./costs";
import { expiryOf, isOverdue, timeText } from "./moments";

/** The class in a terminal `width` columns wide, as of when it was looked at. Links are on the page and in the JSON. */
export function classTable(status: ClassStatus, width: number): string {
  const now = Date.parse(status.asOf);
  const seats = status.half ? [status.half, ...status.seats] : status.seats;
  const rows = table(
    ["seat", "name", "state", "ready since", "expires", "cost", "verdict"],
    seats.map((seat) => rowOf(seat, status, now)),
    width,
  );
  const parts = [rows, fields(summaryOf(status), width)];
  const found = attentionOf(status, now);
  if (found.length > 0) parts.push(attentionText(found, width));
  return parts.join("\n\n");
}

function rowOf(seat: SeatStatus, status: ClassStatus, now: number): string[] {
  return [
    seat.slug,
    seat.name ?? seat.userName ?? "–",
    isOverdue(seat, status, now) ? `${seat.state}, overdue` : seat.state,
    seat.ready === null ? "–" : timeText(seat.ready),
    expiryText(seat, now),
    seat.cost === null ? "unknown" : moneyText(seat.cost),
    seat.verdict ?? "–",
  ];
}

function expiryText(seat: SeatStatus, now: number): string {
  const expiry = expiryOf(seat, now);
  if (!expiry) return "unknown";
  return expiry.nearness === "later" ? timeText(expiry.text) : expiry.distance;
}

function summaryOf(status: ClassStatus): [string, string][] {
  const counts = BY_URGENCY.filter((state) => status.summary[state] > 0).map(
    (state) => `${status.summary[state]} ${state}`,
  );
  return [
    ["seats", counts.join(", ") || "none"],
    ["cost so far (estimate)", totalCost(status).text],
    ["as of", timeText(status.asOf)],
  ];
}

/** Seats that a reason names in a terminal. */
const NAMED_SEATS = 5;

const attentionText = (found: readonly Attention[], width: number): string =>
  `what needs you\n${fields(found.flatMap(linesOf), width)}`;

function linesOf({ title, seats, failure }: Attention): [string, string][] {
  const names = seats.slice(0, NAMED_SEATS).map(({ slug }) => slug);
  const more = seats.length - names.length;
  const lines: [string, string][] = [
    [`  ${seats.length} × ${title}`, `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`],
  ];
  if (failure) lines.push(["    message", failure.message]);
  if (failure?.cure !== undefined) lines.push(["    try", failure.cure]);
  return lines;
}
