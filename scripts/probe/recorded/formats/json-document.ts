import type { Records } from "../record";
import { recordsOfValue } from "../shapes";
import type { Source } from "../source";
import { parseJson } from "./json-text";

/** One JSON value for the whole file: an array, a table, or another tool's results. @throws SyntaxError */
export function jsonDocument(source: Source): Records {
  const { shape, records } = recordsOfValue(parseJson(source.text()));
  return {
    format: shape ?? "JSON",
    records: records.map((values, k) => ({ where: `record ${k + 1}`, values })),
  };
}
