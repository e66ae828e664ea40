import { isDeepStrictEqual } from "node:util";
import { isJsonObject } from "../../infra/json-object";
import { UNKNOWN, type Props, type Value } from "../engine/plugin";

/** Functions on Pulumi property values that both stand-ins use. */

/** The value when it is a known string that is not empty, else undefined. */
export const asString = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;

/** Picks the named properties that are neither undefined nor null, in the order of `names`. */
export function pick(props: Props, names: readonly string[]): Props {
  const picked: Props = {};
  for (const name of names) {
    const value = props[name];
    if (value !== undefined && value !== null) picked[name] = value;
  }
  return picked;
}

/** Whether two values are deeply equal. */
export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  isDeepStrictEqual(a, b);

/** Items in the order in which `known` has them; those that it lacks come last. */
export const inOrderOf = (known: Props[], items: Props[]): Props[] => [
  ...known.filter((one) => items.some((other) => same(one, other))),
  ...items.filter((one) => !known.some((other) => same(one, other))),
];

/**
 * Names of properties whose values differ. Names that begin with `__` are notes of the providers
 * and never count.
 */
export function changedNames(
  olds: Props,
  news: Props,
  equal: (name: string) => boolean = () => false,
): string[] {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names]
    .filter((name) => !name.startsWith("__") && !same(olds[name], news[name]) && !equal(name))
    .sort();
}

/** The value when it is an object, else an empty one. */
export const asProps = (value: unknown): Props => (isJsonObject(value) ? (value as Props) : {});

/** The items of a list as objects; an empty list when the value is none. */
export const asList = (value: Value | undefined): Props[] =>
  Array.isArray(value) ? value.map(asProps) : [];
