import { columnsOf, type Columns } from "./columns";
import { decode } from "./decode";
import { withoutDuplicates } from "./duplicates";
import { openSource } from "./folder";
import { outcomesOf } from "./people";
import type { Roster, RosterOptions } from "./roster";
import { domainOf, rulesOf } from "./rules";
import { tableOf, type Table } from "./table";
import { cleanText } from "./text";
import { EMPTY_FILE, guesses, noOne, unmatched } from "./whole-roster";
import { listColumns } from "./without-headings";

export type * from "./roster";

/**
 * Reads a roster as learning systems, event sites and people write it: one path and tables of words,
 * whatever the format. All problems come back together, each with its line.
 * @throws LabError `file` for what cannot be read, is a workbook, or is no text; `usage` for a
 * domain that is none
 */
export async function readRoster(path: string, options: RosterOptions = {}): Promise<Roster> {
  if (options.domain !== undefined) domainOf(options.domain);
  const source = await openSource(path);
  const { text, encoding } = decode(source.bytes, source.file);
  const table = tableOf(text, options);
  const roster = emptyRoster(table, encoding);
  if (cleanText(text) === "")
    return { ...roster, skipped: [], headerLine: undefined, errors: [EMPTY_FILE] };
  const choose = table.headerLine === undefined ? listColumns : columnsOf;
  const { columns, problems, warnings } = choose(table, options);
  roster.warnings.push(...warnings, ...guesses(table));
  if (columns === undefined) return { ...roster, errors: problems };
  roster.columns = columnNames(table, columns);
  const { candidates, ...read } = outcomesOf(rulesOf(table, columns, options, source.roles));
  const { people, ...compared } = withoutDuplicates(candidates, columns);
  roster.people = people;
  for (const key of ["skipped", "warnings", "errors"] as const)
    Object.assign(roster, { [key]: [...roster[key], ...read[key], ...compared[key]] });
  roster.warnings.push(...unmatched(roster, options));
  if (people.length === 0 && roster.errors.length === 0) roster.errors.push(noOne(table));
  for (const list of [roster.people, roster.skipped, roster.warnings, roster.errors])
    list.sort((a, b) => a.line - b.line);
  return roster;
}

const emptyRoster = ({ skipped, separator, headerLine }: Table, encoding: string): Roster => ({
  people: [],
  skipped: [...skipped],
  warnings: [],
  errors: [],
  columns: {},
  encoding,
  separator,
  headerLine,
});

/** The headings that were read, in the order in which a name is made of them. */
function columnNames(
  { headings }: Table,
  { names, userName, id }: Pick<Columns, "names" | "userName" | "id">,
): Roster["columns"] {
  const own = names[0]?.columns.map((column) => headings[column]!) ?? [];
  const name = own.length > 1 ? own : own[0];
  return { name, userName: headings[userName], id: headings[id ?? -1] };
}
