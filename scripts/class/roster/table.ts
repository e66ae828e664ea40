import { readUserName } from "./address";
import { isPassword, meaningOf, namesUsers } from "./headings";
import { recordsOf, type TableRecord } from "./records";
import type { RosterOptions, SkippedLine } from "./roster";
import { cleanText, quoted, wordKey } from "./text";

/** A roster as a table. */
export interface Table {
  separator: string;
  headerLine: number | undefined;
  /** Headings, each of its own: an empty one is numbered, and so is one that occurs again. */
  headings: readonly string[];
  /** Records under the headings; cells of passwords are empty. */
  records: readonly TableRecord[];
  /** Lines above the headings. */
  above: readonly SkippedLine[];
  /** Whether any column holds passwords: then no message may repeat a cell that could be one. */
  hasPasswords: boolean;
  /** Whether a blank follows each separator, as people type it. */
  isSpaced: boolean;
}

/** In the order in which they count where nothing else decides. Moodle offers the colon. */
const SEPARATORS = [",", ";", "\t", "|", ":"];
/** Headings are looked for in so many records. */
const HEAD = 10;

/**
 * Separator and headings are found together: the record with the most headings that are known,
 * among them one of user names. Counting separators in the data would take decimal commas for them.
 * A list without any known heading whose first record has an address has no headings at all.
 */
export function tableOf(text: string, options: RosterOptions): Table {
  const { body, separators, above } = withoutHint(text);
  const heads = separators.map((separator) => ({
    separator,
    records: recordsOf(body, separator, HEAD),
  }));
  const { separator, index } = headerOf(heads, options);
  const records = recordsOf(body, separator).map((one) => ({
    ...one,
    line: one.line + above.length,
  }));
  const header = records[index];
  const headings = uniqueHeadings(header?.cells ?? unnamed(records));
  const passwords = new Set(headings.flatMap((heading, k) => (isPassword(heading) ? [k] : [])));
  return {
    separator,
    headerLine: header?.line,
    headings,
    records: records.slice(index + 1).map((record) => withoutPasswords(record, passwords)),
    above: [...above, ...records.slice(0, Math.max(index, 0)).map(aboveHeadings)],
    hasPasswords: passwords.size > 0,
    isSpaced: header?.cells.some((cell) => cell.startsWith(" ")) ?? false,
  };
}

/** Takes off the line by which a file tells Excel its separator: `sep=;`. */
function withoutHint(text: string): { body: string; separators: string[]; above: SkippedLine[] } {
  const [hint = "", separator] = /^sep=(.)[ \t]*(?:\n|$)/i.exec(text) ?? [];
  if (separator === undefined) return { body: text, separators: SEPARATORS, above: [] };
  const above = [{ line: 1, code: "preamble", why: `sep=${separator}` }];
  return { body: text.slice(hint.length), separators: [separator], above };
}

/** As many empty headings as the widest record has cells. */
const unnamed = (records: readonly TableRecord[]): string[] =>
  Array<string>(Math.max(0, ...records.map(({ cells }) => cells.length))).fill("");

interface Head {
  separator: string;
  records: TableRecord[];
}
interface Found {
  separator: string;
  /** Index of the record with the headings; -1 for a list without. */
  index: number;
}

function headerOf(heads: readonly Head[], options: RosterOptions): Found {
  const candidates = heads.flatMap(({ separator, records }) =>
    records.map(({ cells }, index) => ({ separator, index, cells, known: knownIn(cells) })),
  );
  const most = <T extends { known: number; index: number }>(all: T[]): T | undefined =>
    all.sort((a, b) => b.known - a.known || a.index - b.index)[0];
  const named = candidates.filter(
    ({ cells, separator, known }) =>
      cells.some((cell) => isAsked(cell, options.userNameColumn) || namesUsers(cell)) &&
      // A title such as "E-mail: list of May" is no row of headings.
      (separator !== ":" || known > 1),
  );
  return (
    most(named) ??
    withoutHeadings(heads) ??
    most(candidates.filter(({ known }) => known > 0)) ??
    firstLine(heads)
  );
}

const knownIn = (cells: readonly string[]): number =>
  cells.filter((cell) => meaningOf(cell) !== undefined).length;

const isAsked = (cell: string, asked: string | undefined): boolean =>
  asked !== undefined && wordKey(asked) !== "" && wordKey(cell) === wordKey(asked);

/** The separator that gives a cell with an address in the first record with anything in it. */
function withoutHeadings(heads: readonly Head[]): Found | undefined {
  const found = heads.find(({ records }) => {
    const cells = records.find(hasText)?.cells ?? [];
    return cells.some((cell) => readUserName(cell).kind === "address");
  });
  return found && { separator: found.separator, index: -1 };
}

/** Nothing is known: the first line with anything in it, cut by what cuts it into most cells. */
function firstLine(heads: readonly Head[]): Found {
  const firsts = heads.map(({ separator, records }) => {
    const index = Math.max(records.findIndex(hasText), 0);
    return { separator, index, cells: records[index]?.cells.length ?? 0 };
  });
  const [first = { separator: ",", index: 0 }] = firsts.sort((a, b) => b.cells - a.cells);
  return first;
}

/** Whether a record says anything. */
export const hasText = ({ cells, isBroken }: TableRecord): boolean =>
  isBroken === true || cells.some((cell) => cleanText(cell) !== "");

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
    return heading + (count > 1 ? ` (${count})` : "");
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
