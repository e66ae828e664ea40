import { readUserName } from "./address";
import type { Choice, Columns } from "./columns";
import type { RosterOptions, RosterProblem } from "./roster";
import type { Table } from "./table";
import { cleanText } from "./text";

/** Words of letters, as names have them. A cell of anything else may be a secret. */
const NAME = /^[\p{L}\p{M}\u200c\u200d][\p{L}\p{M}\u200c\u200d .,'’()-]*$/u;

/** Columns of a list without headings, by what is in them. */
export function listColumns(table: Table, options: RosterOptions): Choice {
  const asked = [options.userNameColumn, options.nameColumn, options.idColumn].filter(
    (name) => name !== undefined,
  );
  const problems = asked.map((name): RosterProblem => ({
    line: 1,
    code: "no-such-column",
    message: `there is no column "${cleanText(name)}": the list has no headings`,
    cure: "write headings on the first line, such as Name,Email",
  }));
  const all = table.headings.map((_, column) => column);
  const cells = (column: number): string[] =>
    table.records.map((record) => cleanText(record.cells[column] ?? "")).filter(Boolean);
  const addresses = (column: number): number =>
    cells(column).filter((cell) => readUserName(cell).kind === "address").length;
  const [userName = 0, other] = all.filter((column) => addresses(column) > 0);
  if (other !== undefined) problems.push(severalColumns(userName, other));
  if (problems.length > 0) return { problems, warnings: [] };
  const named = all
    .filter((column) => column !== userName && cells(column).every((cell) => NAME.test(cell)))
    .filter((column) => cells(column).length > 0)
    .sort((a, b) => a - b);
  const columns: Columns = {
    userName,
    userNameKind: "mail",
    nextUserName: undefined,
    names: [{ columns: named }],
    isTicket: false,
    statuses: [],
    roles: [],
  };
  const names = named.map((column) => table.headings[column]!).join(" and ");
  const message = `the list has no headings: ${table.headings[userName]!} is read as user names, ${names || "nothing"} as names`;
  return { columns, problems, warnings: [{ line: 1, code: "no-headings", message }] };
}

const severalColumns = (one: number, other: number): RosterProblem => ({
  line: 1,
  code: "ambiguous-column",
  message: `columns ${one + 1} and ${other + 1} both hold addresses, and the list has no headings`,
  cure: "write headings on the first line, and one person a line",
});
