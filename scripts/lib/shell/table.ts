import { printableLine } from "./printable";

/** A table in plain text: columns as wide as their widest cell, the first row as header. */
export function table(header: string[], cells: string[][]): string {
  const rows = cells.map((row) => row.map(printableLine));
  const widths = header.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((w) => "─".repeat(w))), ...rows.map(line)].join("\n");
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
