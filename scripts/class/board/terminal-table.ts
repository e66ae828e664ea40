import { printableLine } from "../../lib/shell/printable";
import { fields, table } from "../../lib/shell/table";
import { wrapText } from "../../lib/shell/wrap";
import type { ClassStatus, SeatStatus } from "../class-status";
import { BY_URGENCY } from "./appearance";
import { attentionOf, type Attention } from "./attention";
import { billedText, moneyText, totalCost } from "./costs";
import { managerText } from "./instructors-section";
import { lateSweep } from "./late-sweep";
import { expiryOf, isOverdue, timeText } from "./moments";
import { stacksOf } from "./stacks";

/** From here on there is room for names and times in full, and for two more columns. */
const WIDE = 110;
/** From here on there is room for every column. */
const WIDEST = 125;
/** Letters of a name in a terminal that is narrower. */
const NAME_LENGTH = 18;

/**
 * The class in a terminal `width` columns wide, as of when it was looked at. Links are on the page
 * and in the JSON.
 */
export function classTable(status: ClassStatus, width: number): string {
  const columns = columnsOf(status, width);
  const rows = table(
    columns.map(({ heading }) => heading),
    stacksOf(status).map((seat) => columns.map(({ cell }) => cell(seat))),
    width,
  );
  const parts = [rows, fields(summaryOf(status), width)];
  const needs = [lateLines(status), attentionOf(status, Date.parse(status.asOf)).flatMap(linesOf)];
  if (needs.flat().length > 0)
    parts.push(wrapText(["what needs you", ...needs.flat()].join("\n"), width));
  return parts.join("\n\n");
}

interface Column {
  heading: string;
  cell: (seat: SeatStatus) => string;
}

function columnsOf(status: ClassStatus, width: number): Column[] {
  const isWide = width >= WIDE;
  const now = Date.parse(status.asOf);
  const known: Column[] = [
    { heading: "seat", cell: ({ slug }) => slug },
    { heading: "name", cell: (seat) => nameText(seat, isWide ? Infinity : NAME_LENGTH) },
    { heading: "state", cell: (seat) => stateText(seat, status, now) },
    { heading: "expires", cell: (seat) => expiryText(seat, now, isWide) },
  ];
  if (status.allowance !== null) known.push({ heading: "min today", cell: minutesCell });
  const verdict: Column = { heading: "last probe", cell: (seat) => seat.verdict ?? "–" };
  if (!isWide) return [...known, verdict];
  const wide: Column[] = [
    ...known,
    verdict,
    { heading: "ready since", cell: ({ ready }) => (ready === null ? "–" : timeText(ready)) },
    { heading: "cost", cell: ({ cost }) => (cost === null ? "unknown" : moneyText(cost)) },
  ];
  return width < WIDEST ? wide : [...wide, { heading: "answers", cell: answersText }];
}

/** @example "190/240" */
function minutesCell({ minutes }: SeatStatus): string {
  if (minutes === null) return "–";
  return `${minutes.used ?? "unknown "}/${minutes.allowed}`;
}

/** A stack without a notebook saves none. */
function answersText({ savedAnswers, notebookUrl }: SeatStatus): string {
  if (savedAnswers !== null) return String(savedAnswers);
  return notebookUrl === null ? "–" : "unknown";
}

function nameText({ name, userName }: SeatStatus, length: number): string {
  const letters = Array.from(LETTERS.segment(name ?? userName ?? "–"), ({ segment }) => segment);
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : letters.join("");
}

/** Splits a text into what a reader takes for a letter. */
const LETTERS = new Intl.Segmenter("en", { granularity: "grapheme" });

const stateText = (seat: SeatStatus, status: ClassStatus, now: number): string =>
  isOverdue(seat, status, now) ? `${seat.state}, overdue` : seat.state;

function expiryText(seat: SeatStatus, now: number, isWide: boolean): string {
  const expiry = expiryOf(seat, now);
  if (!expiry) return "unknown";
  if (expiry.nearness === "past") return "expired";
  return isWide && expiry.nearness === "later" ? timeText(expiry.text) : expiry.distance;
}

function summaryOf(status: ClassStatus): [string, string][] {
  const counts = BY_URGENCY.filter((state) => status.summary[state] > 0).map(
    (state) => `${status.summary[state]} ${state}`,
  );
  return [
    ["seats", counts.join(", ") || "none"],
    ["cost so far (estimate)", totalCost(status).text],
    ["billed by Azure", billedText(status)],
    ["as of", timeText(status.asOf)],
    ...instructorsOf(status),
  ];
}

/** Who manages workspaces: a line each, since addresses are long. */
const instructorsOf = ({ instructors, unknownInstructors }: ClassStatus): [string, string][] => [
  ...instructors.map((one): [string, string] => ["manages", managerText(one)]),
  ...unknownInstructors.map((stack): [string, string] => [
    "manages",
    `unknown: the workspace of ${stack} could not be asked`,
  ]),
];

/** Seats that a reason names in a terminal. */
const NAMED_SEATS = 5;

function lateLines(status: ClassStatus): string[] {
  const late = lateSweep(status);
  return late ? [`  ${late.title}`, `    try: ${printableLine(late.action)}`] : [];
}

function linesOf({ title, seats, failure }: Attention): string[] {
  const names = seats.slice(0, NAMED_SEATS).map(({ slug }) => slug);
  const more = seats.length - names.length;
  const listed = more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
  const lines = [`  ${seats.length} × ${printableLine(title)}: ${printableLine(listed)}`];
  if (failure) lines.push(`    ${printableLine(failure.message)}`);
  if (failure?.cure !== undefined) lines.push(`    try: ${printableLine(failure.cure)}`);
  return lines;
}
