import { isJsonObject } from "../../../infra/json-object";

/** An object without its members that are null, which services read as absent; all else as it is. */
export function withoutNulls(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
}
