/** An object of parsed JSON or YAML whose members are not checked yet. */
export type JsonObject = Record<string, unknown>;

/** Whether a parsed value is an object, and not a list, null or a scalar. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
