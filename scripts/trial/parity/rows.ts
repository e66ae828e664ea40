import { readFileSync } from "node:fs";
import * as path from "node:path";

/** One behaviour of the local cloud, with how sure it is: a row of PARITY.md. */
export interface ParityRow {
  section: string;
  behaviour: string;
  mark: string;
}

const FILE = path.join(__dirname, "../../cloud/PARITY.md");

/** The rows of all tables of PARITY.md, in their order. */
export function parityRows(text = readFileSync(FILE, "utf8")): ParityRow[] {
  let section = "";
  const rows: ParityRow[] = [];
  for (const line of text.split("\n")) {
    section = /^## (.+)$/.exec(line)?.[1] ?? section;
    const [, behaviour, mark] = /^\| (.+) \| (.+) \|$/.exec(line) ?? [];
    if (behaviour === undefined || mark === undefined) continue;
    if (/^(behaviour|-+)$/i.test(behaviour.trim())) continue;
    rows.push({ section, behaviour: behaviour.trim(), mark: mark.trim() });
  }
  return rows;
}
