import type { Columns } from "./columns";
import { cleanText } from "./text";

/** The name in a record; empty where it has none. */
export function nameIn(cells: readonly string[], sources: Columns["names"]): string {
  for (const { columns, isLastFirst } of sources) {
    const parts = columns.map((column) => withoutCommas(cleanText(cells[column] ?? "")));
    const name = parts.filter((part) => part !== "").join(" ");
    if (name !== "" && isLastFirst) return firstLast(name);
    if (name !== "") return name;
  }
  return "";
}

/** A last name may bring its comma: "Doe," beside "Jane". */
const withoutCommas = (part: string): string => part.replace(/(?:\s*,)+$/, "");

/**
 * "Last, First" the other way round. The last comma counts: "Smith, Jr., Bob" is Bob Smith, Jr.
 */
const firstLast = (name: string): string => name.replace(/^(.*\S)\s*,\s*(\S.*)$/, "$2 $1");
