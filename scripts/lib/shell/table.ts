import { printableLine } from "./printable";
import { wrapWords } from "./wrap";

const GAP = "  ";

/**
 * A table in plain text: columns as wide as their widest cell, the first row as header. Where that
 * is wider than `width`, cells are wrapped between words; where even that is too wide, each row
 * becomes a block of its own.
 */
export function table(header: string[], cells: string[][], width = Infinity): string {
  const rows = cells.map((row) => row.map(printableLine));
  const columns = header.map((title, i) => [title, ...rows.map((row) => row[i] ?? "")]);
  const widths = fittedWidths(columns, width);
  if (!widths) return rows.map((row) => fields(pairs(header, row), width)).join("\n\n");
  const line = (row: string[]): string => rowLines(row, widths).join("\n");
  return [line(header), line(widths.map((w) => "─".repeat(w))), ...rows.map(line)].join("\n");
}

const pairs = (header: string[], row: string[]): [string, string][] =>
  header
    .map((title, i): [string, string] => [title, row[i] ?? ""])
    .filter(([, text]) => text !== "");

/** Widths of columns that fit together; undefined when words would have to be broken. */
function fittedWidths(columns: string[][], width: number): number[] | undefined {
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const least = columns.map((cells) =>
    Math.max(...cells.flatMap((cell) => cell.split(" ").map(({ length }) => length))),
  );
  let excess = sum(widths) + GAP.length * (widths.length - 1) - width;
  while (excess > 0) {
    const shrinkable = widths.map((w, i) => (w > least[i]! ? w : 0));
    const widest = Math.max(...shrinkable);
    if (widest === 0) return undefined;
    widths[shrinkable.indexOf(widest)]!--;
    excess--;
  }
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function rowLines(row: string[], widths: number[]): string[] {
  const cells = widths.map((width, i) => wrapWords(row[i] ?? "", width));
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, k) =>
    widths
      .map((width, i) => (cells[i]![k] ?? "").padEnd(width))
      .join(GAP)
      .trimEnd(),
  );
}

/** Names with values, a line each; a value that does not fit has the next line for itself. */
export function fields(entries: readonly (readonly [string, string])[], width = Infinity): string {
  const column = Math.max(...entries.map(([name]) => name.length));
  return entries
    .map(([name, text]) => {
      const value = printableLine(text);
      const line = `${name.padEnd(column)}${GAP}${value}`;
      if (line.length <= width) return line;
      const indent = " ".repeat(name.search(/\S|$/));
      return `${name}\n${indent}${GAP}${value}`;
    })
    .join("\n");
}

/** `1.2 s`, `2 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** A value as people read it: a string as it is, anything else as JSON. */
export const valueText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** Stack outputs with `[secret]` in place of every secret value. */
export function masked(
  outputs: Record<string, unknown>,
  secretOutputs: string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      secretOutputs.includes(key) ? "[secret]" : value,
    ]),
  );
}
