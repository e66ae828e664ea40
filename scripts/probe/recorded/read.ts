import { existsSync, statSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { type Line, linesOf, TOO_LONG } from "../../base/lines";
import { parseRow, type Row } from "./row";

/** Content of a file of recorded answers. */
export interface Recorded {
  rows: Row[];
  /** Lines that are not answers, by number (from 1), with the reason. */
  malformed: { line: number; reason: string }[];
  /** Columns that are not used, with the number of lines that have them. */
  unused: { column: string; lines: number }[];
  /** Numbers of the lines that repeat an earlier answer. */
  repeated: number[];
}

/**
 * Reads recorded answers line by line, to hold only the used columns in memory. Blank lines are skipped.
 * @throws LabError `journal` when the file cannot be read or holds nothing usable.
 */
export function readRecorded(file: string): Recorded {
  const recorded: Recorded = { rows: [], malformed: [], unused: [], repeated: [] };
  const unused = new Map<string, number>();
  const readKeys = new Set<string>();
  for (const { number, text } of answerLinesOf(file)) {
    if (text?.trim() === "") continue;
    const parsed = rowOf(number, text);
    if ("reason" in parsed) {
      recorded.malformed.push({ line: number, reason: parsed.reason });
      continue;
    }
    for (const column of parsed.unused) unused.set(column, (unused.get(column) ?? 0) + 1);
    const { row } = parsed;
    const { condition, occupation, arm, sample, prompt, pair } = row;
    const key = JSON.stringify([condition, occupation, arm, sample, prompt, pair]);
    if (sample !== undefined && readKeys.has(key)) {
      recorded.repeated.push(number);
      continue;
    }
    if (sample !== undefined) readKeys.add(key);
    recorded.rows.push(row);
  }
  recorded.unused = [...unused]
    .map(([column, lines]) => ({ column, lines }))
    .sort((a, b) => (a.column < b.column ? -1 : 1));
  if (recorded.rows.length === 0) throw nothingUsable(file, recorded);
  return recorded;
}

/** A line as a row; a file that Windows wrote begins with a byte order mark. */
function rowOf(number: number, text: string | undefined): ReturnType<typeof parseRow> {
  if (text === undefined) return { reason: TOO_LONG };
  return parseRow(number === 1 ? text.replace(/^\uFEFF/, "") : text);
}

/** The first line of a file, by which a journal is recognised. */
export function firstLine(file: string): string {
  for (const { text = "" } of answerLinesOf(file)) return text;
  return "";
}

/** @throws LabError `journal` without such a file */
function answerLinesOf(file: string): Iterable<Line> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new LabError("journal", "there is no such file of answers", { where: file });
  return linesOf(file);
}

/** Number of malformed lines that a message lists. */
const LISTED = 5;

/** "line 3: not JSON; line 7: …", the first few. */
export function malformedText(malformed: Recorded["malformed"]): string {
  const named = malformed.slice(0, LISTED).map(({ line, reason }) => `line ${line}: ${reason}`);
  if (malformed.length > LISTED) named.push(`and ${malformed.length - LISTED} more`);
  return named.join("; ");
}

function nothingUsable(where: string, { malformed }: Recorded): LabError {
  const reason = malformed.length === 0 ? "it is empty" : malformedText(malformed);
  return new LabError("journal", `the file holds no usable answer: ${reason}`, {
    where,
    cure: 'one JSON object a line, with "occupation", "arm" (neutral, male or female) and "text"',
  });
}
