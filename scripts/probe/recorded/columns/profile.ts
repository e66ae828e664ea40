import { isRecord, type Records } from "../record";
import { valueText } from "../value";
import { keyOf } from "./vocabulary";

/** What a column holds. */
export interface Column {
  /** Records with a value in it. */
  records: number;
  /** Distinct values with their counts; a column with more than `MAX_DISTINCT` has no more of them. */
  values: ReadonlyMap<string, number>;
  /** Mean length of its values, in characters. */
  length: number;
}

/** Columns by name, in the order of the file. */
export type Profile = ReadonlyMap<string, Column>;

/** Distinct values of a column that are kept: enough for arms, models and ways of asking. */
const MAX_DISTINCT = 200;

/** Goes through the records, counts them, and says what their columns hold. */
export function profileOf({ records }: Pick<Records, "records">): {
  profile: Profile;
  total: number;
} {
  let total = 0;
  const profile = new Map<
    string,
    { records: number; values: Map<string, number>; length: number }
  >();
  for (const part of records) {
    if (!isRecord(part)) continue;
    total++;
    for (const [name, value] of Object.entries(part.values)) {
      const column = profile.get(name) ?? {
        records: 0,
        values: new Map<string, number>(),
        length: 0,
      };
      profile.set(name, column);
      const text = valueText(value)?.trim() ?? "";
      if (text === "") continue;
      column.records++;
      column.length += (text.length - column.length) / column.records;
      if (column.values.has(text) || column.values.size < MAX_DISTINCT)
        column.values.set(text, (column.values.get(text) ?? 0) + 1);
    }
  }
  return { profile, total };
}

/** The column of a name, whatever its case and signs; "gender" also finds "metadata.gender". */
export function columnCalled(name: string, profile: Profile): string | undefined {
  const key = keyOf(name);
  const names = [...profile.keys()];
  return (
    names.find((column) => column === name) ??
    names.find((column) => keyOf(column) === key) ??
    names.find((column) => column.includes(".") && keyOf(column.split(".").at(-1)!) === key)
  );
}

/** "a, b, c and 4 more". */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
