import { UNKNOWN, type Props, type Value } from "./value";

/** Pulumi's own, such as the code of a dynamic resource. */
const isInternal = (key: string): boolean => key.startsWith("__");

/** Pulumi hands over objects that throw when something unknown in them is read, and only then. */
function read(holder: object, key: string): Value {
  let value: unknown;
  try {
    value = Reflect.get(holder, key);
  } catch {
    return UNKNOWN;
  }
  return toPlain(value);
}

function toPlain(value: unknown): Value {
  if (Array.isArray(value)) return Object.keys(value).map((key) => read(value, key));
  if (typeof value === "object" && value !== null) return toPlainProps(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}

/** A resource's properties as data, with UNKNOWN for what a preview does not know. */
export const toPlainProps = (props: object): Props =>
  Object.fromEntries(
    Object.keys(props)
      .filter((key) => !isInternal(key))
      .map((key) => [key, read(props, key)]),
  );
