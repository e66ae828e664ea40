import { isPropertyMap, type Props, type Value } from "../../engine/plugin";

/**
 * Converts between Databricks' snake_case and the SDK's camelCase. Keys of maps that users fill are
 * data and stay.
 */

const USER_MAPS = new Set(["spark_conf", "custom_tags", "default_tags", "spark_env_vars"]);

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Renames inputs for the API. Nulls are left out, as the API omits unset values. */
export const toApi = (props: Props): Props => renamed(props, snake, snake);
/** Renames an answer's properties for the SDK. */
export const fromApi = (json: Props): Props => renamed(json, camel, (name) => name);

function renamed(
  props: Props,
  rename: (name: string) => string,
  apiName: (name: string) => string,
): Props {
  const result: Props = {};
  for (const [name, value] of Object.entries(props)) {
    if (value === null || name.startsWith("__")) continue;
    result[rename(name)] = USER_MAPS.has(apiName(name))
      ? value
      : renamedDeep(value, rename, apiName);
  }
  return result;
}

function renamedDeep(
  value: Value,
  rename: (name: string) => string,
  apiName: (name: string) => string,
): Value {
  if (Array.isArray(value)) return value.map((item) => renamedDeep(item, rename, apiName));
  return isPropertyMap(value) ? renamed(value, rename, apiName) : value;
}
