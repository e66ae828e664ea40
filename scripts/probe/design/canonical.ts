import { createHash } from "node:crypto";

/**
 * JSON with sorted keys and no spaces: equal values give equal text whatever the order of their
 * keys.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Hex SHA-256 of a value's canonical JSON. */
export const sha256Of = (value: unknown): string =>
  createHash("sha256").update(canonicalJson(value)).digest("hex");
