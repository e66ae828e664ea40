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

/** What a report shows of journals, and the names in them. */
export interface Journals {
  tails: JournalTail[];
  /**
   * Classes and stacks, also those whose state is elsewhere or gone: a seat's is called like a person.
   */
  names: string[];
}

/** The ends of all journals of probes and classes, in the order of their paths. */
export function readJournals(home: string): Journals {
  const files = globSync(["runs/*/**/journal*.jsonl", "classes/*/journal.jsonl"], { cwd: home });
  const names = new Set<string>();
  const tails = files.sort().map((file) => {
    const text = readFileSync(path.join(home, file), "utf8");
    const stacks = [...text.matchAll(STACK)].map(([, stack]) => stack!);
    for (const name of [file.split(path.sep)[1]!, ...stacks]) names.add(name);
    const lines = text.trimEnd().split("\n");
    return { file, lines: lines.length, tail: lines.slice(-TAIL).map(shownLine) };
  });
  return { tails, names: [...names] };
}

/** A field `stack`; within a text its quotes would be escaped. */
const STACK = /"stack":"([^"\\]+)"/g;

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
