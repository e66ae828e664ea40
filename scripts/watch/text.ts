import { groupBy } from "../base/group-by";
import { table } from "../lib/shell/table";
import type { WatchDocument, WatchedThing } from "./document";

type Move = WatchDocument["moved"][number];

/** The document for people: what the stack uses, what moved, and the verdict as the last line. */
export function watchText(document: WatchDocument, width: number): string {
  const { stack, cloud, day, memory, moved, things, calendar } = document;
  const used = things.filter((one) => one.used);
  const where = cloud === "local" ? "the local cloud" : "Azure";
  const unread = used.filter(({ unknown }) => unknown !== undefined);
  return [
    `${stack} on ${where}, ${day}`,
    "",
    table(["what it uses", "state", "ends", ""], used.map(rowOf), width),
    "",
    ...unknownLines(unread),
    ...(memory.state === "kept" ? [] : [memory.message, ""]),
    ...(moved.length > 0 ? [...moved.map(moveText), ""] : []),
    ...(calendar === undefined ? [] : [`calendar: ${calendar}`, ""]),
    verdictText(document, used),
  ].join("\n");
}

/** One reason, such as no sign-in, is told once for all that it hides. */
function unknownLines(unread: readonly WatchedThing[]): string[] {
  if (unread.length === 0) return [];
  const byReason = groupBy(unread, ({ unknown = "" }) => unknown);
  const lines = [...byReason].map(
    ([reason, things]) => `not reached for ${things.map(({ name }) => name).join(", ")}: ${reason}`,
  );
  return [...lines, ""];
}

function rowOf({ name, state = "unknown", ends, days, unknown, seen }: WatchedThing): string[] {
  const left = days === undefined ? "" : `in ${days} days`;
  const when = days !== undefined && days < 0 ? "ended" : left;
  const stale = seen === undefined ? "by a dated table" : `seen ${seen}`;
  const basis = unknown !== undefined && state !== "unknown" ? stale : "";
  return [name, state, ends ?? "–", [when, basis].filter(Boolean).join(", ")];
}

/** `gpt-4o 2024-11-20 (Standard): its end moved from 2026-10-01 to 2027-04-14, 195 days later`. */
function moveText({ name, used, what, from, to, days, since }: Move): string {
  const none = "no published end";
  const shift =
    days === undefined ? "" : `, ${Math.abs(days)} days ${days > 0 ? "later" : "earlier"}`;
  const whose = used ? "" : " (not used here)";
  return `${name}${whose}: its ${what} moved from ${from ?? none} to ${to ?? none}${shift} (since ${since})`;
}

const countOf = (things: readonly WatchedThing[], status: WatchedThing["status"]): number =>
  things.filter((one) => one.status === status).length;

function verdictText({ verdict, stack, horizonDays }: WatchDocument, used: WatchedThing[]): string {
  const within = `within ${horizonDays} days`;
  const named = (statuses: WatchedThing["status"][]): string =>
    used
      .filter(({ status }) => statuses.includes(status))
      .map(({ name, ends }) => (ends === undefined ? name : `${name} (${ends})`))
      .join(", ");
  switch (verdict) {
    case "ending":
      return `of what ${stack} uses, this ends ${within} or has ended: ${named(["ending", "ended"])}`;
    case "unknown":
      return `nothing that is known ends ${within}, but ${countOf(used, "unknown")} of ${used.length} could not be looked up`;
    case "clear":
      return `nothing that ${stack} uses ends ${within}`;
  }
}
