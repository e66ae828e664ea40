import { isJsonObject } from "../../../../infra/json-object";
import { type Shape, type Values } from "./shape";

/**
 * Columns of equal length, as lists or, as pandas' `to_json` writes them, as objects by row. LangFair's
 * counterfactual responses are such a table, under `data`: `{male_prompt: [...], female_prompt: [...],
 * male_response: [...], female_response: [...]}` (CounterfactualGenerator of
 * langfair 0.8).
 */
export const columnTable: Shape = {
  name: "a table of columns",
  read: (value) => {
    if (!isJsonObject(value)) return undefined;
    const lists = Object.entries(value).flatMap(([column, cells]): [string, unknown[]][] => {
      if (Array.isArray(cells)) return [[column, cells]];
      return isJsonObject(cells) && "0" in cells ? [[column, Object.values(cells)]] : [];
    });
    const length = lists[0]?.[1].length ?? 0;
    if (lists.length < 2 || length === 0 || lists.some(([, cells]) => cells.length !== length))
      return undefined;
    if (lists.some(([, cells]) => cells.some((cell) => isJsonObject(cell)))) return undefined;
    return Array.from({ length }, (_, k) =>
      Object.fromEntries(lists.map(([column, cells]) => [column, cells[k]])),
    );
  },
};

/** Objects that wrap the answers, by the names that they have there. */
const WRAPPERS = [
  "data",
  "gender",
  "answers",
  "responses",
  "results",
  "rows",
  "records",
  "samples",
];

/** The part of an object that holds the answers: its only one, or the one that is called so. */
export function unwrapped(value: unknown): unknown {
  if (!isJsonObject(value)) return undefined;
  const inner = Object.values(value);
  const candidates = inner.length === 1 ? inner : WRAPPERS.map((name) => value[name]);
  return candidates.find(
    (one) => isJsonObject(one) || (Array.isArray(one) && one.some(isJsonObject)),
  );
}

/** An object's values by column; those of objects inside it are columns too ("metadata.gender"). */
export function flat(value: Values): Values {
  if (!Object.values(value).some(isJsonObject)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
    isJsonObject(inner)
      ? Object.entries(inner).map(([name, cell]) => [`${key}.${name}`, cell])
      : [[key, inner]],
  );
  return Object.fromEntries(entries);
}
