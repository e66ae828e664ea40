import { isDeepStrictEqual } from "node:util";
import { isPropertyMap, UNKNOWN, type Props, type Value } from "../engine/plugin";

/** Small questions about Pulumi property values that both stand-ins ask. */

/** The value as text when it is a known, non-empty string. */
export const asString = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;

export const mapOf = (value: Value | undefined): Props => (isPropertyMap(value) ? value : {});

/** The named properties that are there, in the order of `names`. */
export function pick(props: Props, names: readonly string[]): Props {
  const picked: Props = {};
  for (const name of names) {
    const value = props[name];
    if (value !== undefined && value !== null) picked[name] = value;
  }
  return picked;
}

export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  isDeepStrictEqual(a, b);

/** Names whose values differ; names that begin with `__` are the providers' own notes and never count. */
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

/** JSON from a service as a property map; anything else is an empty one. */
export const asProps = (json: unknown): Props =>
  typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Props) : {};
