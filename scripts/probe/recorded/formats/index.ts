import { extname } from "node:path";
import { LabError } from "../../../../infra/errors";
import type { Records } from "../record";
import { openSource, type Source } from "../source";
import { delimited } from "./delimited";
import { jsonDocument } from "./json-document";
import { jsonLines } from "./json-lines";

const JSON_LINES = new Set([".jsonl", ".ndjson"]);

/** Reads a file by what it holds; its ending only tells JSON lines from a document. */
export function recordsOfFile(file: string): Records {
  const source = openSource(file);
  const first = firstLine(source);
  if (first.startsWith("[") || (first.startsWith("{") && !isJsonLines(source))) {
    try {
      return jsonDocument(source);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (!isNamedJsonLines(file)) throw notJson(file, error);
    }
  }
  return isNamedJsonLines(file) || first.startsWith("{") ? jsonLines(source) : delimited(source);
}

const isNamedJsonLines = (file: string): boolean => JSON_LINES.has(extname(file).toLowerCase());

const notJson = (where: string, error: SyntaxError): LabError =>
  new LabError("journal", `the file begins like JSON and is none: ${error.message}`, {
    where,
    cure: "give one JSON document, or one JSON object a line",
  });

/** The first line that is not blank, without the spaces around it. */
export function firstLine(source: Source): string {
  for (const { text } of source.lines()) if (text?.trim() !== "") return text?.trim() ?? "{";
  return "";
}

/** Whether every line is an object of its own, as the first two show. */
function isJsonLines(source: Source): boolean {
  if (isNamedJsonLines(source.file)) return true;
  const [first = "", second = "{"] = firstLines(source, 2);
  try {
    JSON.parse(first);
  } catch {
    return false;
  }
  return second.trimStart().startsWith("{");
}

function firstLines(source: Source, count: number): string[] {
  const lines: string[] = [];
  for (const { text = "" } of source.lines()) {
    if (text.trim() !== "") lines.push(text);
    if (lines.length === count) break;
  }
  return lines;
}
