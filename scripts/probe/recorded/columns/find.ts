import { LabError } from "../../../../infra/errors";
import { didYouMean } from "../../../lib/shell/did-you-mean";
import type { Choices } from "../choices";
import { columnCalled, listed, type Profile } from "./profile";
import { armOfWord, COLUMN_NAMES, keyOf, type Role } from "./vocabulary";

/** A column that the user named. @throws LabError `usage` without such a column */
export function columnAsked(option: string, name: string, profile: Profile): string {
  const found = columnCalled(name, profile);
  if (found !== undefined) return found;
  const columns = [...profile.keys()];
  throw new LabError(
    "usage",
    `--${option}: there is no column "${name}".${didYouMean(name, columns)}`,
    { cure: `the columns are ${listed(columns, 20)}` },
  );
}

/** The column of a role by its name; undefined without one. */
export function columnByName(
  role: Role,
  profile: Profile,
  used: ReadonlySet<string>,
): string | undefined {
  for (const name of COLUMN_NAMES[role]) {
    const column = columnCalled(name, profile);
    if (column !== undefined && !used.has(column) && profile.get(column)!.records > 0)
      return column;
  }
  return undefined;
}

/** The column that the user named for a role, or else the one that is called so. */
export function columnFor(
  role: "occupation" | "condition" | "cluster",
  choices: Choices,
  profile: Profile,
  used: ReadonlySet<string>,
): string | undefined {
  const asked = choices[role];
  if (asked !== undefined) return columnAsked(role, asked, profile);
  return columnByName(role, profile, used);
}

/** A column whose values all name arms, two of them at least, whatever it is called. */
export function columnOfArms(profile: Profile, used: ReadonlySet<string>): string | undefined {
  return [...profile].find(([name, { values }]) => {
    const arms = [...values.keys()].map(armOfWord);
    return !used.has(name) && !arms.includes(undefined) && new Set(arms).size > 1;
  })?.[0];
}

/** Shorter values are labels rather than answers. */
const MIN_LENGTH = 25;

/** The column with the longest values, if they are long enough to be answers. */
export function columnOfLongTexts(profile: Profile, used: ReadonlySet<string>): string | undefined {
  const [longest] = [...profile]
    .filter(([name, { length }]) => !used.has(name) && length >= MIN_LENGTH)
    .sort(([, a], [, b]) => b.length - a.length);
  return longest?.[0];
}

/** ". “text” is empty", or ". Of “anser”: Did you mean “answer”?": the first column that is, or is nearly, called so. */
export function nearestName(columns: readonly string[], role: Role): string {
  const known = new Set(COLUMN_NAMES[role].map(keyOf));
  const empty = columns.find((column) => known.has(keyOf(column)));
  if (empty !== undefined) return `. “${empty}” is empty`;
  for (const column of columns) {
    const near = didYouMean(column, COLUMN_NAMES[role]);
    if (near !== "") return `. Of “${column}”:${near}`;
  }
  return "";
}
