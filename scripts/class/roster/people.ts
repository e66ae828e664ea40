import { foldUserName } from "../user-name";
import { isAddress } from "./address";
import { leftOut } from "./left-out";
import { problem, skipped, type Candidate, type Outcome, type Rules } from "./outcome";
import { personOf } from "./person";
import { hasText, type TableRecord } from "./records";
import type { Roster } from "./roster";
import { readSeat } from "./seat";
import { severalTickets, unknownWords } from "./column-warnings";
import type { Table } from "./table";
import { cleanText, wordKey } from "./text";

/** What the records of a table come to. */
export interface Outcomes extends Pick<Roster, "skipped" | "warnings" | "errors"> {
  candidates: Candidate[];
}

/** Reads the records of a table one by one, so that all problems come together. */
export function outcomesOf(rules: Rules): Outcomes {
  const all: Outcomes = { candidates: [], skipped: [], warnings: [], errors: [] };
  for (const record of rules.table.records) {
    const outcome = outcomeOf(record, rules);
    const { line } = record;
    if ("skipped" in outcome) all.skipped.push({ line, ...outcome.skipped });
    else if ("problem" in outcome) all.errors.push({ line, ...outcome.problem });
    else {
      all.candidates.push(outcome.person);
      all.warnings.push(...outcome.warnings.map((warning) => ({ line, ...warning })));
    }
  }
  all.warnings.push(...unknownWords(rules), ...severalTickets(rules.table, all.candidates));
  return all;
}

const QUOTES_CURE =
  'put a cell with a quote, a separator or a line break in quotes, and write its own quotes twice: "Bob ""Bobby"" Ray"';

function outcomeOf(record: TableRecord, rules: Rules): Outcome {
  const { table } = rules;
  const { cells, isBroken, isShifted } = record;
  if (isBroken || swallowsLines(cells, table))
    return problem("quotes", "the quotes of the line do not match, so its cells are unknown", {
      cure: QUOTES_CURE,
    });
  if (!hasText(record)) return skipped("empty-line", "nothing on the line");
  if (isHeader(cells, table)) return skipped("repeated-header", "the headings again");
  if (isTorn(cells, table)) return torn(cells, table);
  const seat = readSeat(cells, rules);
  if (isShifted && seat.user.kind !== "address")
    return shifted("an address is in the column of passwords");
  if (seat.isUnsure && seat.user.kind === "login")
    return shifted("the line has too few or too many cells");
  return leftOut(seat, cells, rules) ?? personOf(seat, record.line, rules);
}

/**
 * Whether a cell holds lines of other people: a quote that is not closed on its line may be closed by
 * the next one, and would swallow them silently.
 */
const swallowsLines = (cells: readonly string[], { separator }: Table): boolean =>
  cells
    .flatMap((cell) => cell.split("\n").slice(1))
    .filter((line) => line.includes(separator))
    .some((line) => line.split(separator).some((part) => isAddress(foldUserName(part))));

function isHeader(cells: readonly string[], { headings }: Table): boolean {
  const filled = cells
    .map((cell, k) => ({ cell: wordKey(cell), heading: wordKey(headings[k] ?? "") }))
    .filter(({ cell }) => cell !== "");
  return filled.length > 1 && filled.every(({ cell, heading }) => cell === heading);
}

/** In a table with passwords, what seems a login may be one. */
const shifted = (what: string): Outcome =>
  problem("cells", `${what}: its cells may be under the wrong headings`, {
    cure: "put every cell of the line under its heading",
  });

/** Whether a record has more cells than there are headings: then a cell has lost its quotes. */
const isTorn = (cells: readonly string[], { headings, headerLine }: Table): boolean =>
  headerLine !== undefined && cells.slice(headings.length).some((cell) => cleanText(cell) !== "");

function torn(cells: readonly string[], { headings, separator }: Table): Outcome {
  const message = `the line has ${cells.length} cells, but there are ${headings.length} headings`;
  const what = `"${separator}"`.replace('"\t"', "a tab");
  return problem("cells", message, { cure: `put a cell that contains ${what} in quotes` });
}
