import { isJsonObject } from "../../infra/json-object";

/** Objects whose keys are somebody's data, such as tags. */
const MAPS = new Set([
  "tags",
  "custom_tags",
  "default_tags",
  "spark_conf",
  "spark_env_vars",
  "init_scripts",
  "base_parameters",
  "userAssignedIdentities",
  "options",
]);
/** What a vendor calls a key; anything else is data, such as an id. */
const KEY = /^(?!.*\d{4})[@$]?[A-Za-z][\w.$-]{0,60}$/;
/** Deeper than any answer that a lab reads. */
const MAX_DEPTH = 12;

/**
 * The keys of a JSON value as dotted paths, sorted: `properties.sku.name`, `value[].id`. Keys that
 * are data are `{}`.
 */
export function keySet(value: unknown): string[] {
  const keys = new Set<string>();
  collect(value, "", 0, keys);
  return [...keys].sort();
}

function collect(value: unknown, path: string, depth: number, keys: Set<string>): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, `${path}[]`, depth + 1, keys);
    return;
  }
  if (!isJsonObject(value)) return;
  const isMap = MAPS.has(path.split(".").at(-1) ?? "");
  for (const [key, inner] of Object.entries(value)) {
    const name = isMap || !KEY.test(key) ? "{}" : key;
    const next = path === "" ? name : `${path}.${name}`;
    keys.add(next);
    collect(inner, next, depth + 1, keys);
  }
}
