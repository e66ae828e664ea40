import { messageOf } from "../../../../infra/errors";
import { TOO_LONG } from "../../../base/lines";
import type { Records, RawRecord, Unreadable } from "../record";
import { recordsOfValue } from "../shapes";
import { described } from "../shapes/rows";
import type { Source } from "../source";
import { parseJson } from "./json-text";

/**
 * One JSON value a line. Line feeds end lines, or carriage returns where there are no others: U+2028 is
 * a character of a text. Blank lines are skipped.
 */
export function jsonLines(source: Source): Records {
  const first = [...partsOf(source, 1)].find((part) => "shape" in part);
  return {
    format: first?.shape ?? "JSON lines",
    records: { [Symbol.iterator]: () => partsOf(source) },
  };
}

type Part = (RawRecord | Unreadable) & { shape?: string };

function* partsOf(source: Source, most = Infinity): Generator<Part> {
  let read = 0;
  for (const { number, text } of source.lines()) {
    if (text?.trim() === "") continue;
    if (++read > most) return;
    yield* partsOfLine(`line ${number}`, text);
  }
}

function* partsOfLine(where: string, text: string | undefined): Generator<Part> {
  if (text === undefined) {
    yield { where, reason: TOO_LONG };
    return;
  }
  let value: unknown;
  try {
    // A list of records that was split into lines keeps its commas.
    value = parseJson(text.replace(/,\s*$/, ""));
  } catch (error) {
    yield { where, reason: `not JSON (${messageOf(error)})` };
    return;
  }
  const { shape, records } = recordsOfValue(value);
  if (records.length === 0) yield { where, reason: `${described(value)}, no record` };
  for (const [k, values] of records.entries())
    yield { where: records.length === 1 ? where : `${where}, record ${k + 1}`, values, shape };
}
