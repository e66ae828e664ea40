import { messageOf } from "../../../../infra/errors";
import { TOO_LONG } from "../../../base/lines";
import type { Records, RawRecord, Unreadable } from "../record";
import { recordsOfValue } from "../shapes";
import type { Source } from "../source";
import { parseJson } from "./json-text";

/**
 * One JSON value a line. Only a line feed ends a line: U+2028 is a character of a text. Blank lines
 * are skipped.
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
    value = parseJson(text);
  } catch (error) {
    yield { where, reason: `not JSON (${messageOf(error)})` };
    return;
  }
  const { shape, records } = recordsOfValue(value);
  if (records.length === 0) yield { where, reason: "no answer in it" };
  for (const [k, values] of records.entries())
    yield { where: records.length === 1 ? where : `${where}, record ${k + 1}`, values, shape };
}
