import { isJsonObject } from "../../../infra/json-object";

/** The items of a value from outside; none where it is no list. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return [];
}

/** A member of a value from outside; undefined where the value has none. */
export function memberOf(value: unknown, name: string): unknown {
  if (isJsonObject(value) && Object.hasOwn(value, name)) return value[name];
  return undefined;
}

/** A value from outside as text; empty where it is none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return "";
}
