/**
 * Keys and values that are promised but have no meaning yet. They are refused, never ignored: a lab that is not
 * what its owner wrote down would be a lie.
 */

/** One refused key, or only some of its values. */
interface Later {
  path: readonly [string] | readonly [string, string];
  why: string;
  when?: readonly unknown[];
}

const LATER: readonly Later[] = [
  { path: ["layout"], when: ["class", "seat"], why: "only the layout lab is built" },
  { path: ["seat"], why: "shared classes are not built" },
  { path: ["seats"], why: "shared classes are not built" },
  { path: ["classStack"], why: "shared classes are not built" },
  { path: ["databricks", "computeMode"], when: ["Serverless"], why: "the lab's cluster needs Hybrid" },
];

export type Values = Record<string, unknown>;
export const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Splits `values` into what has a meaning today and what is refused, each with the reason. */
export function refuseLater(values: Values): {
  rest: Values;
  refused: { key: string; value: unknown; wrong: string; later: true }[];
} {
  const rest = structuredClone(values);
  const refused = LATER.flatMap(({ path, why, when }) => {
    const holder = path.length === 1 ? rest : rest[path[0]];
    const name = path[path.length - 1]!;
    if (!isValues(holder) || !(name in holder)) return [];
    const value = holder[name];
    if (when && !when.includes(value)) return [];
    Reflect.deleteProperty(holder, name);
    return [{ key: path.join("."), value, wrong: `is not yet supported: ${why}. Remove it`, later: true as const }];
  });
  return { rest, refused };
}
