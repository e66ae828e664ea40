import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { readRoster, type Roster, type RosterOptions } from "../../../scripts/class/roster";
import { temporaryFolder } from "../folder";

/** Reads a roster from a text or bytes, through a file. */
export function readText(content: string | Buffer, options?: RosterOptions): Promise<Roster> {
  const file = path.join(temporaryFolder(), "roster.csv");
  writeFileSync(file, content);
  return readRoster(file, options);
}

/** Lines with their codes: `2 bare-login`. */
export const codesOf = (lines: readonly { line: number; code: string }[]): string[] =>
  lines.map(({ line, code }) => `${line} ${code}`);

/** People as `2 Rosa Delgado <rosa@example.edu> 007`. */
export const peopleOf = ({ people }: Roster): string[] =>
  people.map(({ line, name, userName, id }) =>
    [`${line}`, name, `<${userName}>`, id].filter(Boolean).join(" "),
  );
