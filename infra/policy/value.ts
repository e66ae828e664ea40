import { isJsonObject } from "../json-object";

/** Marks a value that is known only after an `up`, such as the id of a resource to be created. */
export const UNKNOWN = Symbol("unknown until the update");

/** The value of a property. The only symbol is UNKNOWN. */
export type Value =
  | null
  | boolean
  | number
  | string
  | symbol
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };
/** The properties of a resource, or of an object within them. */
export type Props = Readonly<Record<string, Value | undefined>>;

/** Whether a value is a list. */
const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The value at a dotted path: undefined where it is absent, UNKNOWN below an unknown value. */
export function valueAt(props: Props, path: string): Value | undefined {
  let value: Value | undefined = props;
  for (const key of path.split(".")) {
    if (value === UNKNOWN) return UNKNOWN;
    value = isJsonObject(value) ? value[key] : undefined;
  }
  return value;
}

/** The objects in a list property; none while the list is absent or unknown. */
export const objectsAt = (props: Props, path: string): readonly Props[] => {
  const value = valueAt(props, path);
  return isList(value) ? value.filter((item) => isJsonObject(item)) : [];
};

/** Every text within a value, with its path, such as `tags.class` or `libraries[0].pypi`. */
export function* textsIn(
  value: Value | undefined,
  path = "",
): Generator<{ path: string; text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (isList(value))
    for (const [index, item] of value.entries()) yield* textsIn(item, `${path}[${index}]`);
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value))
      yield* textsIn(item, path === "" ? key : `${path}.${key}`);
}

/** A value as text for a message. */
export function display(value: Value | undefined): string {
  if (value === undefined) return "not set";
  if (value === UNKNOWN) return "not known yet";
  return typeof value === "string" ? value : JSON.stringify(value);
}
