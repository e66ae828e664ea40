import { isPropertyMap, type Props, type Value } from "../plugin";

/** Properties that are free lists of names: one that the cloud does not have is missing there. */
const LABELS = ["tags", "customTags"];

/**
 * The existing values of the inputs that a program sets. What a service filled in is left out: the
 * next update would take it for a change. What a service does not return keeps the program's value,
 * except labels.
 */
export function asFarAsWanted(wanted: Props, live: Props): Props {
  const narrowed = (value: Value, existing: Value | undefined): Value => {
    if (existing === undefined || existing === null) return value;
    if (isPropertyMap(value) && isPropertyMap(existing)) return asFarAsWanted(value, existing);
    const isList = Array.isArray(value) && Array.isArray(existing);
    if (!isList || value.length !== existing.length) return existing;
    return value.map((item, i) => narrowed(item, existing[i]));
  };
  const existingValue = (name: string, value: Value): Value => {
    if (!LABELS.includes(name) || !isPropertyMap(value)) return narrowed(value, live[name]);
    const labels = live[name];
    if (!isPropertyMap(labels)) return {};
    return Object.fromEntries(Object.entries(labels).filter(([label]) => label in value));
  };
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => [name, existingValue(name, value)]),
  );
}
