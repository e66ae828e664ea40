import type { Records } from "../record";
import { recordsOfValue } from "../shapes";
import { described } from "../shapes/rows";
import type { Source } from "../source";
import { parseJson } from "./json-text";

/** One JSON value for the whole file: an array, a table, or another tool's results. @throws SyntaxError */
export function jsonDocument(source: Source): Records {
  const value = parseJson(source.text());
  const { shape, records } = recordsOfValue(value);
  if (records.length === 0)
    return {
      format: "JSON",
      records: [{ where: "JSON", reason: `${described(value)}, no record` }],
    };
  return {
    format: shape ?? "JSON",
    records: records.map((values, k) => ({ where: `record ${k + 1}`, values })),
  };
}
