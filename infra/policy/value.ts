/** Stands for what nobody knows before an `up`: the name of a resource to be made, a key not yet read. */
export const UNKNOWN = Symbol("unknown until the update");

/** A property's value. The one symbol there is is UNKNOWN. */
export type Value =
  | null
  | boolean
  | number
  | string
  | symbol
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };
export type Props = Readonly<Record<string, Value | undefined>>;

export const isMap = (value: Value | undefined): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The value at a dotted path. Absent: undefined. Below something unknown: UNKNOWN. */
export function valueAt(props: Props, path: string): Value | undefined {
  let value: Value | undefined = props;
  for (const key of path.split(".")) {
    if (value === UNKNOWN) return UNKNOWN;
    value = isMap(value) ? value[key] : undefined;
  }
  return value;
}

/** The maps in a list property. Without it, or as long as it is unknown: none. */
export const objectsAt = (props: Props, path: string): readonly Props[] => {
  const value = valueAt(props, path);
  return isList(value) ? value.filter(isMap) : [];
};

/** Every text within a value, with the path to it. */
export function* textsIn(
  value: Value | undefined,
  path = "",
): Generator<{ path: string; text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (isList(value))
    for (const [index, item] of value.entries()) yield* textsIn(item, `${path}[${index}]`);
  else if (isMap(value))
    for (const [key, item] of Object.entries(value))
      yield* textsIn(item, path === "" ? key : `${path}.${key}`);
}

/** A value as a message shows it. */
export const display = (value: Value | undefined): string =>
  value === undefined
    ? "not set"
    : value === UNKNOWN
      ? "not known yet"
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
