/** An object of parsed JSON or YAML before anything is known of its members. */
export type JsonObject = Record<string, unknown>;

/** Whether a parsed value is an object: neither a list, nor null, nor a scalar. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
