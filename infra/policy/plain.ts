import { UNKNOWN, type Props, type Value } from "./value";

/** Whether a property is Pulumi's own, such as the code of a dynamic resource. */
const isInternal = (key: string): boolean => key.startsWith("__");

/** Reads one property. Pulumi passes proxies that throw when an unknown value is read. */
function read(target: object, key: string): Value {
  let value: unknown;
  try {
    value = Reflect.get(target, key);
  } catch {
    return UNKNOWN;
  }
  return toPlain(value);
}

/** A value as data: a function or any other value that JSON does not know becomes null. */
function toPlain(value: unknown): Value {
  if (Array.isArray(value)) return Object.keys(value).map((key) => read(value, key));
  if (typeof value === "object" && value !== null) return toPlainProps(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  return null;
}

/**
 * The properties of a resource as data, with UNKNOWN for each value that a preview does not know.
 */
export const toPlainProps = (props: object): Props =>
  Object.fromEntries(
    Object.keys(props)
      .filter((key) => !isInternal(key))
      .map((key) => [key, read(props, key)]),
  );
