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
export const toApi = renamer(snake, snake);
/** Renames an answer's properties for the SDK. */
export const fromApi = renamer(camel, (name) => name);

/** `apiName` gives the API's name of a property that is to be renamed. */
function renamer(
  rename: (name: string) => string,
  apiName: (name: string) => string,
): (props: Props) => Props {
  const renamed = (props: Props): Props =>
    Object.fromEntries(
      Object.entries(props)
        .filter(([name, value]) => value !== null && !name.startsWith("__"))
        .map(([name, value]) => [
          rename(name),
          USER_MAPS.has(apiName(name)) ? value : renamedDeep(value),
        ]),
    );
  const renamedDeep = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(renamedDeep);
    return isPropertyMap(value) ? renamed(value) : value;
  };
  return renamed;
}
