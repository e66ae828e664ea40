import { didYouMean } from "../../lib/shell/did-you-mean";
import { isAddress } from "./address";
import { USER_NAME_HEADINGS } from "./headings";
import type { RosterProblem } from "./roster";
import type { Table } from "./table";
import { cleanText, wordKey } from "./text";

/** A heading such as "user1" or "Member 2 Email": a line holds a whole group. */
const MEMBER = /^(?:user|member|student|participant|teammate|mitglied)\d+(?:email\w*)?$/;

/** The problem of a table in which no heading is that of user names. */
export function noUserNames(table: Table): RosterProblem {
  const { headings, headerLine = 1 } = table;
  if (headings.filter((heading) => MEMBER.test(wordKey(heading))).length > 1)
    return {
      line: headerLine,
      code: "group-per-line",
      message: "a line holds a whole group",
      cure: "write one person a line, with headings such as Name,Email",
    };
  const near = headings.map((heading) => didYouMean(heading, USER_NAME_HEADINGS)).find(Boolean);
  return {
    line: headerLine,
    code: "no-user-name-column",
    message: `no heading is that of user names or addresses: ${listed(headings)}.${near ?? ""}`,
    cure: cureOf(table),
  };
}

function cureOf(table: Table): string {
  const column = table.headings.findIndex((_, k) => shareOfAddresses(table, k) > 0.5);
  if (column < 0)
    return "say which column it is (--user-name-column COLUMN), or export the list with addresses";
  const heading = table.headings[column]!;
  return `"${heading}" holds addresses: --user-name-column "${heading}"`;
}

/** The share of a column's cells that are addresses, of those with anything in them. */
function shareOfAddresses({ records }: Table, column: number): number {
  const values = records.map(({ cells }) => cleanText(cells[column] ?? "")).filter(Boolean);
  return values.filter((value) => isAddress(value.toLowerCase())).length / (values.length || 1);
}

/** The most characters of a heading, and the most headings, that a message lists. */
const MAX_HEADING = 60;
const MAX_LISTED = 20;

/** Headings as a message lists them. */
export function listed(headings: readonly string[]): string {
  const shown = headings
    .slice(0, MAX_LISTED)
    .map((heading) => `"${heading.slice(0, MAX_HEADING)}"`);
  if (headings.length > MAX_LISTED) shown.push(`and ${headings.length - MAX_LISTED} more`);
  return shown.join(", ");
}
