/** A configuration, or an object in it, before anything is known of it. */
export type Values = Record<string, unknown>;
export const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);
