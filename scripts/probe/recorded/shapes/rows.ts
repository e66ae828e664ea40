import { isJsonObject } from "../../../../infra/json-object";
import { armOfWord, COLUMN_NAMES, keyOf } from "../columns/vocabulary";
import { arrayIn, type Shape, type Values } from "./shape";

const KNOWN = new Set(Object.values(COLUMN_NAMES).flat().map(keyOf));

/**
 * Rows as lists: under their names, as pandas' `to_json(orient="split")` writes them (`{columns: [...],
 * data: [[...], ...]}`), or with their names as the first row.
 */
export const rows: Shape = {
  name: "a table of rows",
  read: (value) => {
    const columns = arrayIn(value, "columns");
    if (columns.length > 0) return valuesOf(columns, arrayIn(value, "data"));
    if (!Array.isArray(value)) return undefined;
    const [header, ...body] = value as unknown[];
    if (!Array.isArray(header) || !header.some(isColumnName)) return undefined;
    return valuesOf(header, body);
  },
};

/** Fewer objects under names of their own are the parts of one record. */
const MIN_RECORDS = 3;

/** Records under their ids, `{id1: {…}, id2: {…}}`, as pandas' `to_json(orient="index")` writes them. */
export const byId: Shape = {
  name: "records by id",
  read: (value) => {
    if (!isJsonObject(value)) return undefined;
    const records = Object.entries(value);
    const keysOf = (inner: unknown): string =>
      isJsonObject(inner) ? Object.keys(inner).sort().join("\n") : "";
    if (records.length < MIN_RECORDS) return undefined;
    const first = keysOf(records[0]![1]);
    if (first === "") return undefined;
    if (records.some(([id, inner]) => keysOf(inner) !== first || armOfWord(id) !== undefined))
      return undefined;
    return records.map(([id, inner]) => ({ id, ...(inner as Values) }));
  },
};

const isColumnName = (cell: unknown): boolean => typeof cell === "string" && KNOWN.has(keyOf(cell));

function valuesOf(columns: readonly unknown[], body: readonly unknown[]): Values[] | undefined {
  if (!body.every(Array.isArray)) return undefined;
  return body.map((row: readonly unknown[]) =>
    Object.fromEntries(columns.map((column, k) => [String(column), row[k]])),
  );
}

/** What a JSON value is that holds no records: "a list of texts". */
export function described(value: unknown): string {
  if (value === null) return "null";
  if (!Array.isArray(value)) return typeof value === "string" ? "a text" : `a ${typeof value}`;
  const [first] = value as unknown[];
  if (first === undefined) return "an empty list";
  if (Array.isArray(first)) return "a list of lists, of which the first names no column";
  return `a list of ${described(first).replace(/^an? /, "")}s`;
}
