import { readUserName } from "./address";
import { meaningOf, namesUsers } from "./headings";
import { hasText, recordsOf, type TableRecord } from "./records";
import type { RosterOptions } from "./roster";
import { wordKey } from "./text";

/** Headings are looked for in so many records. */
const HEAD = 10;

interface Head {
  separator: string;
  records: TableRecord[];
}

/** Where the headings of a text are. */
export interface Header {
  separator: string;
  /** Index of the record with the headings; -1 for a list without. */
  index: number;
}

/**
 * Separator and headings are found together: the record with the most headings that are known,
 * among them one of user names. Counting separators in the data would take decimal commas for them.
 * A list without any known heading whose first record has an address has no headings at all.
 */
export function findHeader(
  text: string,
  separators: readonly string[],
  { userNameColumn = "" }: RosterOptions,
): Header {
  const heads = separators.map((separator) => ({
    separator,
    records: recordsOf(text, separator, HEAD),
  }));
  const candidates = heads.flatMap(({ separator, records }) =>
    records.map(({ cells }, index) => ({ separator, index, cells, known: knownIn(cells) })),
  );
  const asked = candidates.filter(({ cells }) =>
    cells.some((cell) => isCalled(cell, userNameColumn)),
  );
  const named = candidates.filter(
    ({ cells, separator, known }) =>
      // A title such as "E-mail: list of May" is no row of headings.
      cells.some(namesUsers) && (separator !== ":" || known > 1),
  );
  return (
    mostKnown(asked) ??
    mostKnown(named) ??
    withoutHeadings(heads) ??
    mostKnown(candidates.filter(({ known }) => known > 0)) ??
    firstLine(heads)
  );
}

const mostKnown = <T extends { known: number; index: number }>(all: T[]): T | undefined =>
  all.sort((a, b) => b.known - a.known || a.index - b.index)[0];

/** How many headings of a record are known. */
export const knownIn = (cells: readonly string[]): number =>
  cells.filter((cell) => meaningOf(cell) !== undefined).length;

const isCalled = (cell: string, name: string): boolean =>
  wordKey(name) !== "" && wordKey(cell) === wordKey(name);

/** The separator that gives a cell with an address in the first record with anything in it. */
function withoutHeadings(heads: readonly Head[]): Header | undefined {
  const found = heads.find(({ records }) => {
    const cells = records.find(hasText)?.cells ?? [];
    return cells.some((cell) => readUserName(cell).kind === "address");
  });
  return found && { separator: found.separator, index: -1 };
}

/** Nothing is known: the first line with anything in it, cut by what cuts it into most cells. */
function firstLine(heads: readonly Head[]): Header {
  const firsts = heads.map(({ separator, records }) => {
    const index = Math.max(records.findIndex(hasText), 0);
    return { separator, index, cells: records[index]?.cells.length ?? 0 };
  });
  const [first = { separator: ",", index: 0 }] = firsts.sort((a, b) => b.cells - a.cells);
  return first;
}
