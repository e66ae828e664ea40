/** A value of a table; undefined for none. */
export type Cell = string | number | undefined;

/** A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection"), also in wide letters. */
const FORMULA = /^[\s\u00a0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/u;

/**
 * A cell, in quotes. An apostrophe before it makes a spreadsheet show a formula as text.
 * @example cellText("=1+1") // "\"'=1+1\""
 */
export function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(Number(cell.toPrecision(12)));
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Rows as a CSV file: UTF-8 with a byte order mark, by which Excel knows it, and CR LF (RFC 4180). */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("")}`;
