/** A value as text; undefined for a missing one. */
export function valueText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value);
}

/** The value in a column; undefined without such a column. */
export function valueIn(
  values: Readonly<Record<string, unknown>>,
  column: string | undefined,
): unknown {
  if (column === undefined) return undefined;
  return values[column];
}
