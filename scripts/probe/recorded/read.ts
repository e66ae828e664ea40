import { createReadStream, existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { LabError } from "../../../infra/errors";
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
export async function readRecorded(file: string): Promise<Recorded> {
  const recorded: Recorded = { rows: [], malformed: [], unused: [], repeated: [] };
  const unused = new Map<string, number>();
  const readKeys = new Set<string>();
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    if (line.trim() === "") continue;
    const parsed = parseRow(number === 1 ? line.replace(/^\uFEFF/, "") : line);
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

/** The first line of a file, by which a journal is recognised. */
export async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(file)) return line;
  return "";
}

function linesOf(file: string): AsyncIterable<string> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new LabError("journal", "there is no such file of answers", { where: file });
  return createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
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
