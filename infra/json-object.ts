/** An object of parsed JSON or YAML whose members are not checked yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a parsed value is an object, and not a list, null or a scalar. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The entry of a table by a text from outside. Plain indexing finds what every object inherits: a
 * file or a service may name `constructor`.
 */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
