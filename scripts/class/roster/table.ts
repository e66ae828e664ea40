import { readUserName } from "./address";
import { findHeader } from "./header";
import { isPassword } from "./headings";
import { hasText, recordsOf, type TableRecord } from "./records";
import type { RosterOptions, SkippedLine } from "./roster";
import { peopleSection } from "./sections";
import { cleanText, quoted } from "./text";

/** A roster as a table. */
export interface Table {
  separator: string;
  headerLine: number | undefined;
  /** Headings, each of its own: an empty one is numbered, and so is one that occurs again. */
  headings: readonly string[];
  /** Records under the headings; cells of passwords are empty. */
  records: readonly TableRecord[];
  /** Lines above the headings, other tables below, and blank lines at the end if they are many. */
  skipped: readonly SkippedLine[];
  /** Whether any column holds passwords: then no message may repeat a cell that could be one. */
  hasPasswords: boolean;
  /** Whether a blank follows each separator, as people type it. */
  isSpaced: boolean;
}

/** In the order in which they count where nothing else decides. Moodle offers the colon. */
const SEPARATORS = [",", ";", "\t", "|", ":"];

/** Cuts a text into records, with the headings that `findHeader()` finds in it. */
export function tableOf(text: string, options: RosterOptions): Table {
  const hint = withoutHint(text);
  const { separators } = hint;
  const { body, above, below } = peopleSection(hint.body, separators, hint.above.length + 1);
  const { separator, index } = findHeader(body, separators, options);
  const before = hint.above.length + above.length;
  const all = recordsOf(body, separator).map((one) => ({ ...one, line: one.line + before }));
  const { records, blank } = withoutBlankEnd(all);
  const header = records[index];
  const headings = uniqueHeadings(header?.cells ?? unnamed(records));
  const passwords = new Set([...headings.keys()].filter((k) => isPassword(headings[k]!)));
  return {
    separator,
    headerLine: header?.line,
    headings,
    records: records.slice(index + 1).map((record) => withoutPasswords(record, passwords)),
    skipped: [
      ...hint.above,
      ...[...above, ...records.slice(0, Math.max(index, 0))].map(aboveHeadings),
      ...blank,
      ...below,
    ],
    hasPasswords: passwords.size > 0,
    isSpaced: header?.cells.some((cell) => cell.startsWith(" ")) ?? false,
  };
}

/** Takes off the line by which a file tells Excel its separator: `sep=;`. */
function withoutHint(text: string): { body: string; separators: string[]; above: SkippedLine[] } {
  const [hint = "", separator] = /^"?sep=(.)"?[ \t]*(?:\n|$)/i.exec(text) ?? [];
  if (separator === undefined) return { body: text, separators: SEPARATORS, above: [] };
  const above = [{ line: 1, code: "preamble", why: `sep=${separator}` }];
  return { body: text.slice(hint.length), separators: [separator], above };
}

/** As many empty headings as the widest record has cells. */
const unnamed = (records: readonly TableRecord[]): string[] =>
  Array<string>(records.reduce((most, { cells }) => Math.max(most, cells.length), 0)).fill("");

/** A spreadsheet may export all of its million lines. */
const MANY_BLANK_LINES = 20;

/** Takes off the blank lines at the end if they are many: they become one skipped line. */
function withoutBlankEnd(all: readonly TableRecord[]): {
  records: readonly TableRecord[];
  blank: SkippedLine[];
} {
  let end = all.length;
  while (end > 0 && !hasText(all[end - 1]!)) end--;
  const first = all[end];
  if (first === undefined || all.length - end < MANY_BLANK_LINES)
    return { records: all, blank: [] };
  const why = `nothing on lines ${first.line} to ${all.at(-1)!.line}`;
  return { records: all.slice(0, end), blank: [{ line: first.line, code: "empty-line", why }] };
}

function aboveHeadings(record: TableRecord): SkippedLine {
  const { line, cells } = record;
  if (!hasText(record)) return { line, code: "empty-line", why: "nothing on the line" };
  const first = cleanText(cells[0] ?? "");
  // Entra's templates began so until September 2026. No other text is repeated: it may be secret.
  if (/^version:v[\d.]+$/i.test(first)) return { line, code: "preamble", why: first };
  return { line, code: "preamble", why: "above the headings" };
}

function uniqueHeadings(cells: readonly string[]): string[] {
  const times = new Map<string, number>();
  return cells.map((cell, k) => {
    const heading = cleanText(cell) || `column ${k + 1}`;
    const count = (times.get(heading) ?? 0) + 1;
    times.set(heading, count);
    if (count === 1) return heading;
    return `${heading} (${count})`;
  });
}

function withoutPasswords(record: TableRecord, passwords: ReadonlySet<number>): TableRecord {
  const cells = record.cells.map((cell, k) => (passwords.has(k) ? "" : cell));
  const isShifted = record.cells.some(
    (cell, k) => passwords.has(k) && readUserName(cell).kind === "address",
  );
  if (isShifted) return { ...record, cells, isShifted };
  return { ...record, cells };
}

/** A cell as a message quotes it. In a table with passwords any cell may hold one by mistake. */
export function shownIn({ hasPasswords }: Table, cell: string): string {
  if (hasPasswords) return "(not shown, because the file has passwords)";
  return quoted(cell);
}
