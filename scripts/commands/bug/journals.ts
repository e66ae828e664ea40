import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { isJsonObject } from "../../../infra/json-object";

/** Lines of one journal that a report has at most. */
const TAIL = 40;

/**
 * Fields of journals that name nobody and quote no answer: all others are left out, also those that
 * a later version adds.
 */
const SHOWN: readonly string[] = [
  "type",
  "schema",
  "verb",
  "stack",
  "state",
  "at",
  "started",
  "answers",
  "promptTokens",
  "completionTokens",
  "seconds",
  "condition",
  "finishReason",
  "stopped",
  "reason",
  "what",
  "failure",
  "code",
  "message",
  "cure",
];

/** The end of one journal. */
export interface JournalTail {
  /** Its path below the folder of local files. */
  file: string;
  /** How many lines it has. */
  lines: number;
  tail: unknown[];
}

/** The ends of all journals of probes and classes, in the order of their paths. */
export function journalTails(home: string): JournalTail[] {
  return globSync(["runs/*/**/journal*.jsonl", "classes/*/journal.jsonl"], { cwd: home })
    .sort()
    .map((file) => {
      const lines = readFileSync(path.join(home, file), "utf8").trimEnd().split("\n");
      return { file, lines: lines.length, tail: lines.slice(-TAIL).map(shownLine) };
    });
}

function shownLine(line: string): unknown {
  try {
    return shownFields(JSON.parse(line));
  } catch {
    return "<a line that is no JSON>";
  }
}

function shownFields(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const shown = Object.entries(value).filter(([key]) => SHOWN.includes(key));
  return Object.fromEntries(shown.map(([key, inner]) => [key, shownFields(inner)]));
}
