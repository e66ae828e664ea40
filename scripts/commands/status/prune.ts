import { wallClock } from "../../base/clock";
import type { Outcome } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { sizeText } from "../../lib/shell/size-text";
import { table } from "../../lib/shell/table";
import { labHome } from "../../lib/stack/paths";
import { removeKept } from "../stack/kept-files";
import { type KeptRow, readKept } from "./used-by";

const DAY_MS = 24 * 3_600_000;

/**
 * Lists all that this machine keeps, with sizes and ages, and removes what belongs to nothing that
 * stands if the user says yes; away from a terminal the list is all.
 */
export async function prune(yes: boolean, console: Console): Promise<Outcome> {
  const home = labHome(console.env);
  const now = wallClock.now();
  const rows = await readKept(home, console.env, now);
  const unused = rows.filter(({ usedBy }) => usedBy === null);
  console.note(`${home}\n${rowsText(rows, now, console.width)}`);
  const size = sizeText(bytesOf(unused));
  if (unused.length === 0) return outcomeOf(rows, [], "nothing of it can be removed");
  const isWanted = yes || (await console.confirm(`Remove what nothing uses, ${size}?`)) === true;
  if (!isWanted) return outcomeOf(rows, [], `nothing was removed: --yes removes ${size}`);
  for (const row of unused) removeKept(home, row);
  const kept = rows.filter(({ usedBy }) => usedBy !== null);
  return outcomeOf(kept, unused, `removed ${size}; ${sizeText(bytesOf(kept))} are kept`);
}

const bytesOf = (rows: readonly KeptRow[]): number =>
  rows.reduce((sum, { bytes }) => sum + bytes, 0);

const outcomeOf = (
  kept: readonly KeptRow[],
  removed: readonly KeptRow[],
  text: string,
): Outcome => ({
  document: { schema: "rai-lab/prune/1", kept, removed },
  text,
  exitCode: 0,
});

function rowsText(rows: readonly KeptRow[], now: number, width: number): string {
  const cells = rows.map(({ kind, name, bytes, changed, usedBy }) => [
    kind,
    name,
    sizeText(bytes),
    ageText(now - Date.parse(changed)),
    usedBy ?? "nothing",
  ]);
  return table(["what", "of", "size", "last written", "used by"], cells, width);
}

/** @example ageText(3 * 24 * 3_600_000) // "3 days ago" */
function ageText(ms: number): string {
  const days = Math.max(0, Math.floor(ms / DAY_MS));
  if (days === 0) return "today";
  return days === 1 ? "1 day ago" : `${days} days ago`;
}
