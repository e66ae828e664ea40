import { parseStrictJson } from "../../../base/strict-json";

/** A string, or a number that Python writes into JSON and JSON does not have. */
const BARE = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs;

/**
 * Parses JSON as Python writes it: NaN and Infinity are null.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (!/\b(?:NaN|Infinity)\b/.test(text)) throw error;
    return parseStrictJson(text.replace(BARE, (part) => (part.startsWith('"') ? part : "null")));
  }
}
