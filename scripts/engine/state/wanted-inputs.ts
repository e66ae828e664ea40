import { isPropertyMap, type Props, type Value } from "../plugin";

/**
 * The existing values of the inputs that a program sets. What a service filled in is left out: the
 * next update would take it for a change.
 */
export function asFarAsWanted(wanted: Props, live: Props): Props {
  const narrowed = (value: Value, existing: Value | undefined): Value => {
    if (existing === undefined || existing === null) return value;
    if (isPropertyMap(value) && isPropertyMap(existing)) return asFarAsWanted(value, existing);
    const isList = Array.isArray(value) && Array.isArray(existing);
    if (!isList || value.length !== existing.length) return existing;
    return value.map((item, i) => narrowed(item, existing[i]));
  };
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => [name, narrowed(value, live[name])]),
  );
}
