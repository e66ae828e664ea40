import { groupBy } from "../../base/group-by";
import { meaningOf } from "./headings";
import type { Rules } from "./outcome";
import type { RosterWarning } from "./roster";
import { isIn, isStudent } from "./statuses";
import { shownIn, type Table } from "./table";
import { cleanText } from "./text";

/** Statuses and roles that are not known: their lines count, with one warning for each word. */
export function unknownWords({ table, columns, includeInactive }: Rules): RosterWarning[] {
  if (includeInactive) return [];
  const checks = [
    ...columns.statuses.map(({ column, kind }) => ({
      column,
      isKnown: (value: string) => isIn(kind, value) !== undefined,
    })),
    ...columns.roles.map((column) => ({
      column,
      isKnown: (value: string) => isStudent(value) !== undefined,
    })),
  ];
  return checks.flatMap(({ column, isKnown }) => {
    const values = table.records.map(({ line, cells }) => ({
      line,
      value: cleanText(cells[column] ?? ""),
    }));
    const unknown = values.filter(
      ({ value }) => !isKnown(value) && value !== table.headings[column],
    );
    return [...groupBy(unknown, ({ value }) => value)].map(([value, lines]) => ({
      line: lines[0]!.line,
      code: "unknown-status",
      message: `${shownIn(table, value)} in "${table.headings[column]!}" is not known: who has it gets a seat (lines: ${lines.length})`,
    }));
  });
}

/**
 * People with several tickets on one line, as in Eventbrite's report of orders: the others are not
 * named anywhere.
 */
export function severalTickets(table: Table, people: readonly { line: number }[]): RosterWarning[] {
  const column = table.headings.findIndex((own) => meaningOf(own)?.purpose === "quantity");
  const lines = new Set(people.map(({ line }) => line));
  return table.records
    .filter(({ line, cells }) => lines.has(line) && Number(cells[column] ?? 1) > 1)
    .map(({ line }) => ({
      line,
      code: "several-tickets",
      message: `"${table.headings[column]!}" is more than 1, but the line names one person: export attendees, not orders`,
    }));
}
