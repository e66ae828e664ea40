import { own } from "../../../../infra/json-object";
import { CsvError, parse } from "csv-parse/sync";
import { LabError } from "../../../../infra/errors";
import type { RawRecord, Records, Unreadable } from "../record";
import type { Source } from "../source";

/** Separators by the name that a note gives them. */
const SEPARATORS: Readonly<Record<string, string>> = {
  ",": "CSV",
  ";": "CSV (separator “;”)",
  "\t": "TSV",
  "|": "table (separator “|”)",
};

/** A table as text, with its columns in the first row; rows without any value are skipped. */
export function delimited(source: Source): Records {
  const { text, separator } = separatorOf(source.text());
  const rows = rowsOf(text, separator, source.file);
  const [header, ...body] = rows;
  const columns = header === undefined ? [] : columnsOf(header.record);
  const records = body
    .filter(({ record }) => record.some((value) => value.trim() !== ""))
    .map((row) => recordOf(row, columns));
  if (header !== undefined && records.length === 0) records.push(onlyHeader(columns));
  const encoding = source.encoding === "UTF-8" ? "" : `, ${source.encoding}`;
  return { format: `${own(SEPARATORS, separator)!}${encoding}`, records };
}

/** The separator of the first row; Excel's own hint `sep=;` before it counts, and is taken off. */
function separatorOf(text: string): { text: string; separator: string } {
  const hint = /^sep=(.)\r?\n/.exec(text);
  if (hint?.[1] !== undefined && own(SEPARATORS, hint[1]) !== undefined)
    return { text: text.slice(hint[0].length), separator: hint[1] };
  const header = (/^\s*(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const count = (separator: string): number => header.split(separator).length;
  const [separator = ","] = Object.keys(SEPARATORS).sort((a, b) => count(b) - count(a));
  return { text, separator };
}

/** Characters of a first row that a message shows. */
const SHOWN = 60;

const onlyHeader = (columns: readonly string[]): Unreadable => ({
  where: "line 1",
  reason: `a first row (${columns.join(", ").slice(0, SHOWN)}), and no rows of values after it`,
});

interface Row {
  record: string[];
  /** Number of its last line in the file. */
  line: number;
}

/** @throws LabError `journal` for a quote that is never closed */
function rowsOf(text: string, delimiter: string, file: string): Row[] {
  try {
    const rows = parse(text, {
      delimiter,
      info: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new LabError("journal", `the table cannot be read: ${error.message}`, {
      where: file,
      cure: "a value with a quote, a separator or a line break stands in quotes, with its own quotes doubled",
    });
  }
}

/** Column names; an empty one is numbered, and so is one that occurs again. */
function columnsOf(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, k) => {
    const name = cell.trim() === "" ? `column ${k + 1}` : cell.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function recordOf({ record, line }: Row, columns: readonly string[]): RawRecord | Unreadable {
  const where = `line ${line}`;
  if (record.slice(columns.length).some((value) => value.trim() !== ""))
    return { where, reason: `${record.length} values, but ${columns.length} columns` };
  const values = columns.map((column, k): [string, unknown] => {
    const value = record[k] ?? "";
    return [column, value === "" ? null : value];
  });
  return { where, values: Object.fromEntries(values) };
}
