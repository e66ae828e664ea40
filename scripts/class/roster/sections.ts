import { foldUserName } from "../user-name";
import { isAddress } from "./address";
import { knownIn } from "./header";
import { namesUsers } from "./headings";
import { recordsOf, type TableRecord } from "./records";
import type { SkippedLine } from "./roster";

/** The table of people in a text, and the lines around it. */
export interface Section {
  body: string;
  /** The lines before the table. */
  above: TableRecord[];
  /** What comes after the table, as one. */
  below: SkippedLine[];
}

/** A numbered title alone on its line; a spreadsheet that saved it again adds separators. */
const TITLE = /^"?(\d+)\. [^\t;,|]+"?[\t;,|]*$/;
/** Headings are on one of so many lines below the title of their table. */
const HEAD = 3;

/**
 * The table of people in a report of several tables under the titles "1. …", "2. …", and the whole of
 * any other text. So Microsoft Teams exports who attended a meeting: a summary, the participants, and
 * every time that one of them joined, by which the same people would be read again. The format is
 * nowhere documented. It is known from exports in English, German and Portuguese in tests of other
 * programs, which agree in the numbers and the order; the words are in the organiser's language, so
 * that none is looked for. That webinars and town halls are numbered in the same way is a guess.
 */
export function peopleSection(
  text: string,
  separators: readonly string[],
  firstLine: number,
): Section {
  const lines = text.split(/(?<=\n)/);
  const titles = titlesOf(lines);
  const heads = titles.map((at, k) =>
    knownBelow(lines.slice(at + 1, Math.min(at + 1 + HEAD, titles[k + 1] ?? Infinity)), separators),
  );
  // A summary may have "E-mail" for a title, and the times of joining have fewer headings.
  const found = heads.findIndex((known) => known > 0 && known === Math.max(...heads));
  const [title = 0, next = lines.length] = titles.slice(found);
  const body = lines.slice(title + 1, next).join("");
  // Tables with people of their own are no report of one meeting: all lines are read, and told.
  if (found < 0 || hasOthers(lines.slice(next), body)) return { body: text, above: [], below: [] };
  return {
    body,
    above: lines.slice(0, title + 1).map((cell, k) => ({ line: firstLine + k, cells: [cell] })),
    below: otherTables(lines.slice(next), firstLine + next),
  };
}

/** Indexes of the lines with the titles 1, 2, 3 and so on, where the text begins with the first. */
function titlesOf(lines: readonly string[]): number[] {
  const found: number[] = [];
  for (const [index, line] of lines.entries()) {
    const [, number] = TITLE.exec(line.trimEnd()) ?? [];
    if (Number(number) === found.length + 1) found.push(index);
    else if (found.length === 0 && line.trim() !== "") return [];
  }
  return found.length > 1 ? found : [];
}

/** The most known headings on one line with one of user names; 0 without such a line. */
const knownBelow = (lines: readonly string[], separators: readonly string[]): number =>
  separators
    .flatMap((separator) => recordsOf(lines.join(""), separator))
    .filter(({ cells }) => cells.some(namesUsers))
    .reduce((most, { cells }) => Math.max(most, knownIn(cells)), 0);

function hasOthers(lines: readonly string[], body: string): boolean {
  const known = foldUserName(body);
  return lines
    .flatMap((line) => line.split(/[\s",;|]+/))
    .map(foldUserName)
    .some((word) => isAddress(word) && !known.includes(word));
}

function otherTables(lines: readonly string[], first: number): SkippedLine[] {
  const text = lines.join("").trimEnd();
  if (text === "") return [];
  const last = first + text.split("\n").length - 1;
  const why = `lines ${first} to ${last} are of other tables of the report`;
  return [{ line: first, code: "other-table", why }];
}
