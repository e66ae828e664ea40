import { didYouMean } from "../../lib/shell/did-you-mean";
import { isPassword, meaningOf, USER_NAMES, type Purpose } from "./headings";
import { listed, noUserNames } from "./no-user-names";
import type { RosterOptions, RosterProblem, RosterWarning } from "./roster";
import type { StatusKind } from "./statuses";
import type { Table } from "./table";
import { cleanText, wordKey } from "./text";

/** Which column of a table is read for what. Columns are indexes from 0. */
export interface Columns {
  userName: number;
  /** What the user names are, as far as the heading says. */
  userNameKind: (typeof USER_NAMES)[number];
  /** The column of user names that would be read next. */
  nextUserName?: number;
  /** Sources of the name, in turn: the first that is not empty counts. */
  names: readonly { columns: readonly number[]; isLastFirst?: boolean }[];
  id?: number;
  /** Whether an id is of a ticket, of which a person may have several. */
  isTicket: boolean;
  /** Addresses of guests, whose user names in Entra ID are no addresses. */
  mail?: number;
  statuses: readonly { column: number; kind: StatusKind }[];
  roles: readonly number[];
}

/** Columns, or the problems for which there are none. */
export interface Choice {
  columns?: Columns;
  problems: RosterProblem[];
  warnings: RosterWarning[];
}

/** Chooses the columns of a table by its headings, or as the options say. */
export function columnsOf(table: Table, options: RosterOptions): Choice {
  const { headings } = table;
  const asked = {
    userName: askedFor("--user-name-column", options.userNameColumn, table),
    name: askedFor("--name-column", options.nameColumn, table),
    id: askedFor("--id-column", options.idColumn, table),
  };
  const problems = Object.values(asked).flatMap((own) => own.problems);
  if (problems.length > 0) return { problems, warnings: [] };
  const known = userNameColumns(table);
  const [userName, nextUserName] = [...new Set([...asked.userName.columns, ...known])];
  if (userName === undefined) return { problems: [noUserNames(table)], warnings: [] };
  const isAsked = asked.userName.columns.length > 0;
  if (!isAsked && isAmbiguous(table, userName, nextUserName))
    return { problems: [ambiguous(table, userName, nextUserName!)], warnings: [] };
  const of = (purpose: Purpose): number[] => columnsFor(purpose, headings);
  const ids = [...asked.id.columns, ...of("id")];
  const columns: Columns = {
    userName,
    userNameKind: kindOf(headings[userName]!),
    nextUserName,
    names: [...asked.name.columns.map((own) => ({ columns: [own] })), ...nameSources(headings)],
    id: [...ids, ...of("ticket")][0],
    isTicket: ids.length === 0,
    mail: of("mail")[0],
    statuses: STATUS_KINDS.flatMap((kind) => of(kind).map((column) => ({ column, kind }))),
    roles: of("role"),
  };
  if (isAsked) return { columns, problems, warnings: [] };
  return { columns, problems, warnings: emptyColumn(table, userName) };
}

const STATUS_KINDS = ["word", "on", "off"] as const;

/** The column that the user named for a purpose, or the problem with it. */
function askedFor(
  option: string,
  name: string | undefined,
  table: Table,
): { columns: number[]; problems: RosterProblem[] } {
  if (name === undefined) return { columns: [], problems: [] };
  const { headings, headerLine = 1 } = table;
  const column = columnCalled(name, headings);
  if (column < 0)
    return {
      columns: [],
      problems: [
        {
          line: headerLine,
          code: "no-such-column",
          message: `${option}: there is no column "${cleanText(name)}".${didYouMean(name, headings)}`,
          cure: `the columns are ${listed(headings)}`,
        },
      ],
    };
  if (!isPassword(headings[column]!)) return { columns: [column], problems: [] };
  return {
    columns: [],
    problems: [
      {
        line: headerLine,
        code: "password-column",
        message: `${option}: "${headings[column]!}" holds passwords, which are never read`,
        cure: `name another column: ${listed(headings)}`,
      },
    ],
  };
}

/** The column of a name as the table writes it, or else without case, accents and signs; or -1. */
function columnCalled(name: string, headings: readonly string[]): number {
  const exact = headings.indexOf(cleanText(name));
  if (exact >= 0) return exact;
  return headings.findIndex((heading) => wordKey(heading) === wordKey(name));
}

/** Columns with a purpose, the surest heading first. */
const columnsFor = (purpose: Purpose, headings: readonly string[]): number[] =>
  headings
    .map((heading, column) => ({ column, meaning: meaningOf(heading) }))
    .filter(({ meaning }) => meaning?.purpose === purpose)
    .sort((a, b) => a.meaning!.rank - b.meaning!.rank)
    .map(({ column }) => column);

/**
 * Columns with user names, the surest first. One that is empty on every line comes after the others;
 * the choice is made for the whole table, never line by line.
 */
function userNameColumns({ headings, records }: Table): number[] {
  const all = USER_NAMES.flatMap((purpose) => columnsFor(purpose, headings));
  const isUsed = (column: number): boolean =>
    records.some(({ cells }) => cleanText(cells[column] ?? "") !== "");
  return [...all.filter(isUsed), ...all.filter((column) => !isUsed(column))];
}

function kindOf(heading: string): Columns["userNameKind"] {
  const purpose = meaningOf(heading)?.purpose;
  return USER_NAMES.find((kind) => kind === purpose) ?? "login";
}

/**
 * Where the names are. A word such as French "Nom" is the last name beside a first one, Spanish
 * "Nombre" the first beside a last one, and alone or beside both it is the full name.
 */
function nameSources(headings: readonly string[]): Columns["names"] {
  const one = (purpose: Purpose): number[] => columnsFor(purpose, headings).slice(0, 1);
  const [first, last, name] = [one("first"), one("last"), one("name")];
  const isPart = first.length !== last.length;
  const sources = [
    { columns: one("full") },
    { columns: name.filter(() => !isPart) },
    { columns: one("lastFirst"), isLastFirst: true },
    { columns: [...first, ...name.filter(() => isPart), ...last] },
  ];
  return sources.filter(({ columns }) => columns.length > 0);
}

/** Whether two columns have the same kind of heading, and other values. */
function isAmbiguous({ headings, records }: Table, one: number, other?: number): boolean {
  if (other === undefined || kindOf(headings[one]!) !== kindOf(headings[other]!)) return false;
  const values = records.map(({ cells }) =>
    [one, other].map((column) => cleanText(cells[column] ?? "").toLowerCase()),
  );
  return values.some(([a, b]) => a !== "" && b !== "" && a !== b);
}

const ambiguous = ({ headings, headerLine = 1 }: Table, a: number, b: number): RosterProblem => ({
  line: headerLine,
  code: "ambiguous-column",
  message: `both "${headings[a]!}" and "${headings[b]!}" could hold the user names`,
  cure: `say which: --user-name-column "${headings[a]!}"`,
});

function emptyColumn({ headings, headerLine = 1 }: Table, userName: number): RosterWarning[] {
  const [sure = userName] = USER_NAMES.flatMap((purpose) => columnsFor(purpose, headings));
  if (kindOf(headings[sure]!) === kindOf(headings[userName]!)) return [];
  const message = `"${headings[sure]!}" is empty on every line: "${headings[userName]!}" is read`;
  return [{ line: headerLine, code: "empty-column", message }];
}
