import { CsvError, parse } from "csv-parse/sync";
import { cleanText } from "./text";

/** One record of a table, which may run over several lines. */
export interface TableRecord {
  /** The line on which it starts, from 1. */
  line: number;
  cells: readonly string[];
  /** Whether the quotes of the line do not match, so that its cells are unknown. */
  isBroken?: true;
  /** Whether an address stands where a password should, so that the cells are not what they seem. */
  isShifted?: true;
}

/** Whether a record says anything. */
export const hasText = ({ cells, isBroken }: TableRecord): boolean =>
  isBroken === true || cells.some((cell) => cleanText(cell) !== "");

/** After so many lines with broken quotes the rest is not a table. */
const MAX_BROKEN = 200;

/** More than any text has: csv-parse takes no infinite number. */
const EVERY_RECORD = Number.MAX_SAFE_INTEGER;

/**
 * The records of a text, each with its line; blank lines are records of one empty cell. A quote that
 * is never closed would swallow the lines after it: its line is broken, and the next line is read
 * anew, so that every fault is found in one go.
 */
export function recordsOf(text: string, separator: string, most = EVERY_RECORD): TableRecord[] {
  const starts = lineStarts(text);
  const records: TableRecord[] = [];
  let broken = 0;
  for (let line = 1; line <= starts.length && records.length < most; line++) {
    const rest = { text: text.slice(starts[line - 1]), line, most: most - records.length };
    const { isWhole, next } = parseInto(records, rest, separator);
    line = next;
    if (isWhole || line > starts.length) break;
    const record = looseRecord(line, text.slice(starts[line - 1], starts[line]), separator);
    records.push(record);
    if (record.isBroken && ++broken > MAX_BROKEN) break;
  }
  return records;
}

/** Offsets at which the lines start; nothing follows a last line break. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  if (starts.at(-1) === text.length) starts.pop();
  return starts;
}

/** Adds the records up to the first with broken quotes, and returns the line after the last one. */
function parseInto(
  records: TableRecord[],
  { text, line, most }: { text: string; line: number; most: number },
  delimiter: string,
): { next: number; isWhole: boolean } {
  let next = line;
  try {
    parse(text, {
      ...{ delimiter, record_delimiter: "\n", relax_column_count: true },
      to: most,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        records.push({ line: next, cells });
        next = line + lines;
        return null;
      },
    });
    return { next, isWhole: true };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { next, isWhole: false };
  }
}

/**
 * One line whose quotes are no CSV. Its cells are clear where a quote is inside a word (`Bob "Bobby"
 * Ray`) or a blank comes before one (`Ray, "Bob"`); otherwise it is broken.
 */
function looseRecord(line: number, text: string, delimiter: string): TableRecord {
  const broken: TableRecord = { line, cells: [], isBroken: true };
  try {
    const loose = { delimiter, relax_quotes: true, ltrim: true, relax_column_count: true };
    const [cells = [], ...others] = parse(text.replace(/\n$/, ""), loose);
    // A quote at the start of a cell opens it: text after the closing one has lost its place.
    if (others.length > 0 || cells.some((cell) => cell.startsWith('"'))) return broken;
    return { line, cells };
  } catch (error) {
    if (error instanceof CsvError) return broken;
    throw error;
  }
}
