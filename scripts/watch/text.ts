import { groupBy } from "../base/group-by";
import { table } from "../lib/shell/table";
import type { WatchDocument, WatchedThing } from "./document";

type Move = WatchDocument["moved"][number];

const CLOUDS = { azure: "Azure", local: "the local cloud" };

/** The document for people: what the stack uses, what moved, and the verdict as the last line. */
export function watchText(document: WatchDocument, width: number): string {
  const { stack, cloud, day, moved, things } = document;
  const used = things.filter((one) => one.used);
  const paragraphs = [
    [`${stack} on ${CLOUDS[cloud]}, ${day}`],
    [table(["what it uses", "state", "ends", ""], used.map(rowOf), width)],
    unknownLines(used),
    notes(document),
    moved.map(moveText),
    [verdictText(document, used)],
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** One reason, such as no sign-in, is told once for all that it hides. */
function unknownLines(used: readonly WatchedThing[]): string[] {
  const byReason = groupBy(used, ({ unknown }) => unknown);
  byReason.delete(undefined);
  return [...byReason].map(
    ([reason = "", things]) =>
      `not reached for ${things.map(({ name }) => name).join(", ")}: ${reason}`,
  );
}

function notes({ memory, calendar }: WatchDocument): string[] {
  const lines: string[] = [];
  if (memory.state !== "kept") lines.push(memory.message);
  if (calendar !== undefined) lines.push(`calendar: ${calendar}`);
  return lines;
}

const rowOf = (thing: WatchedThing): string[] => [
  thing.name,
  thing.state ?? "unknown",
  thing.ends ?? "–",
  [leftText(thing), basisText(thing)].filter((text) => text !== "").join(", "),
];

function leftText({ days }: WatchedThing): string {
  if (days === undefined) return "";
  return days < 0 ? "ended" : `in ${days} days`;
}

/** From when a state is that was not read today. */
function basisText({ unknown, state, seen }: WatchedThing): string {
  if (unknown === undefined || state === undefined) return "";
  return seen === undefined ? "by a dated table" : `seen ${seen}`;
}

const NO_END = "no published end";

/** `gpt-4o 2024-11-20 (Standard): its end moved from 2026-10-01 to 2027-04-14, 195 days later`. */
function moveText({ name, used, what, from = NO_END, to = NO_END, days, since }: Move): string {
  const subject = used ? name : `${name} (not used here)`;
  return `${subject}: its ${what} moved from ${from} to ${to}${shiftText(days)} (since ${since})`;
}

function shiftText(days: number | undefined): string {
  if (days === undefined) return "";
  return days > 0 ? `, ${days} days later` : `, ${-days} days earlier`;
}

function verdictText({ verdict, stack, horizonDays }: WatchDocument, used: WatchedThing[]): string {
  const within = `within ${horizonDays} days`;
  const of = (...statuses: WatchedThing["status"][]): WatchedThing[] =>
    used.filter(({ status }) => statuses.includes(status));
  switch (verdict) {
    case "ending":
      return `of what ${stack} uses, this ends ${within} or has ended: ${of("ending", "ended").map(endText).join(", ")}`;
    case "unknown":
      return `nothing that is known ends ${within}, but ${of("unknown").length} of ${used.length} could not be looked up`;
    case "clear":
      return `nothing that ${stack} uses ends ${within}`;
  }
}

function endText({ name, ends }: WatchedThing): string {
  return ends === undefined ? name : `${name} (${ends})`;
}
