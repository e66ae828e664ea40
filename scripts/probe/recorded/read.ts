import { createReadStream, existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { LabError } from "../../../infra/errors";
import { parseRow, type Row } from "./row";

/** What a file of recorded answers holds. */
export interface Recorded {
  rows: Row[];
  /** Lines that are no answers, by number (from 1), each with what is wrong. */
  malformed: { line: number; reason: string }[];
  /** Columns that nothing is made of, with how many lines have them. */
  unused: { column: string; lines: number }[];
  /** Lines that repeat an answer already counted. */
  repeated: number[];
}

/**
 * Reads recorded answers line by line, so that only what is used is held in memory. Blank lines are nothing.
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
    const key =
      sample === undefined
        ? undefined
        : JSON.stringify([condition, occupation, arm, sample, prompt, pair]);
    if (key !== undefined && readKeys.has(key)) recorded.repeated.push(number);
    else {
      if (key !== undefined) readKeys.add(key);
      recorded.rows.push(row);
    }
  }
  recorded.unused = [...unused]
    .map(([column, lines]) => ({ column, lines }))
    .sort((a, b) => (a.column < b.column ? -1 : 1));
  if (recorded.rows.length === 0) throw nothingUsable(file, recorded);
  return recorded;
}

/** The first line of a file, to tell a journal from other answers. */
export async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(file)) return line;
  return "";
}

function linesOf(file: string): AsyncIterable<string> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new LabError("journal", "there is no such file of answers", { where: file });
  return createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
}

const LISTED = 5;

/** "line 3: not JSON; line 7: …", the first few. */
export function malformedText(malformed: Recorded["malformed"]): string {
  const named = malformed.slice(0, LISTED).map(({ line, reason }) => `line ${line}: ${reason}`);
  return `${named.join("; ")}${malformed.length > LISTED ? `; and ${malformed.length - LISTED} more` : ""}`;
}

function nothingUsable(where: string, { malformed }: Recorded): LabError {
  const reason = malformed.length === 0 ? "it is empty" : malformedText(malformed);
  return new LabError("journal", `the file holds no usable answer: ${reason}`, {
    where,
    cure: 'one JSON object a line, with "occupation", "arm" (neutral, male or female) and "text"',
  });
}
