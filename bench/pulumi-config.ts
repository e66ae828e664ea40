import { isJsonObject, type JsonObject } from "../infra/json-object";

/** `pulumi config set --path` writes numbers and flags below the top as their text. */
function scalarsAsText(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, scalarsAsText(inner)]),
  );
}

function valueText(value: unknown, loose: boolean): string {
  if (typeof value === "string") return value;
  return JSON.stringify(loose && isJsonObject(value) ? scalarsAsText(value) : value);
}

/** Values as Pulumi passes them to a program, text or JSON. `loose`: as `pulumi config set --path` has written them. */
export const toPulumiConfig = (
  values: JsonObject,
  { project = "rai-lab", loose = false } = {},
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`${project}:${key}`, valueText(value, loose)]),
  );
