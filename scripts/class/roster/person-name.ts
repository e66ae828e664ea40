import type { Columns } from "./columns";
import { cleanText } from "./text";

/** The name in a record; empty where it has none. */
export function nameIn(cells: readonly string[], sources: Columns["names"]): string {
  for (const { columns, isLastFirst } of sources) {
    const parts = columns.map((column) => cleanText(cells[column] ?? "")).filter(Boolean);
    // Where someone typed "Doe, Jane", Luma takes "Doe," for the first name.
    const isTurned = isLastFirst ?? parts[0]?.endsWith(",");
    const name = parts.join(" ").replace(/[\s,]+$/, "");
    if (name !== "" && isTurned) return firstLast(name);
    if (name !== "") return name;
  }
  return "";
}

/**
 * "Last, First" the other way round. The last comma counts: "Smith, Jr., Bob" is Bob Smith, Jr.
 */
const firstLast = (name: string): string => name.replace(/^(.*\S)\s*,\s*(\S.*)$/, "$2 $1");
