import { existsSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { linesOf, TOO_LONG } from "../../base/lines";
import { isRunning } from "../../base/process-identity";
import { otherVersion } from "../../base/schema";
import { parseStrictJson } from "../../base/strict-json";
import { isSuccess } from "./job";
import {
  type ChangeLine,
  type EndLine,
  type HeaderLine,
  JOURNAL_SCHEMA,
  type JournalLine,
  journalLine,
  type RunLine,
} from "./journal-lines";

const CURE =
  "use the version of rai-lab that wrote it, or move the file away: what is known of the seats is then read from their stacks, but which of them a killed run left half-way is not";

/** What the journal of a class says. */
export interface JournalContents {
  class: string;
  /** The last change of each stack. */
  last: ReadonlyMap<string, ChangeLine>;
  /** The last change of each stack that an operation was begun on: none that only waited. */
  begun: ReadonlyMap<string, ChangeLine>;
  /** Stacks whose last operation has no recorded end: recover them first, unless it still runs. */
  unfinished: readonly string[];
  /** The last run. */
  run: JournalRun | undefined;
}

/** One operation on the class: a run, and what was run again to end it. */
export interface JournalRun {
  line: RunLine;
  /** Undefined while it runs, and when it was killed. */
  end: EndLine | undefined;
  /** Whether its process still runs. */
  isRunning: boolean;
  /**
   * Stacks on which the operation succeeded, in this run or in earlier ones that were killed or
   * stopped and that it continued.
   */
  succeeded: ReadonlySet<string>;
}

/** The run that a run of this verb would continue: one that was killed or stopped. */
export const runToContinue = (run: JournalRun | undefined, verb: string): JournalRun | undefined =>
  run?.line.verb === verb && run.end?.stopped !== null ? run : undefined;

/**
 * Reads a journal without changing it; undefined when there is none. What follows the last line
 * break is ignored: a kill left it incomplete, or it is being written.
 * @throws LabError `journal` when a line is damaged or another version wrote it
 */
export function readJournal(file: string): JournalContents | undefined {
  if (!existsSync(file)) return undefined;
  const complete = [...linesOf(file)].filter(({ isComplete }) => isComplete);
  const [first, ...rest] = complete.map(({ text, number }) => parseLine(file, text, number));
  if (!first) return undefined;
  if (first.type !== "journal") throw damaged(file, "line 1 is not the header of a journal");
  return contentsOf(
    first,
    rest.map((line, i) => bodyLine(file, line, i + 2)),
  );
}

function contentsOf(header: HeaderLine, lines: readonly JournalLine[]): JournalContents {
  const last = new Map<string, ChangeLine>();
  const begun = new Map<string, ChangeLine>();
  let run: JournalRun | undefined;
  let succeeded = new Set<string>();
  for (const line of lines) {
    if (line.type === "run") {
      succeeded = new Set(runToContinue(run, line.verb)?.succeeded);
      run = { line, end: undefined, isRunning: isRunning(line), succeeded };
    } else if (line.type === "end") {
      if (run) run = { ...run, end: line, isRunning: false };
    } else {
      last.set(line.stack, line);
      if (line.state === "waiting" || line.state === "skipped") continue;
      begun.set(line.stack, line);
      if (isSuccess(line.state)) succeeded.add(line.stack);
      else succeeded.delete(line.stack);
    }
  }
  const unfinished = [...begun.values()].filter(isUnfinished).map(({ stack }) => stack);
  return { class: header.class, last, begun, unfinished, run };
}

const isUnfinished = ({ state }: ChangeLine): boolean =>
  state === "starting" || state === "stopping";

function parseLine(
  file: string,
  text: string | undefined,
  number: number,
): HeaderLine | JournalLine {
  if (text === undefined) throw damaged(file, `line ${number} is ${TOO_LONG}`);
  let document: unknown;
  try {
    document = parseStrictJson(text);
    return journalLine.parse(document);
  } catch (cause) {
    const version = otherVersion(document, JOURNAL_SCHEMA);
    throw damaged(file, version ?? `line ${number} is not a line of a journal`, cause);
  }
}

function bodyLine(file: string, line: HeaderLine | JournalLine, number: number): JournalLine {
  if (line.type === "journal") throw damaged(file, `line ${number} is a second header`);
  return line;
}

const damaged = (file: string, message: string, cause?: unknown): LabError =>
  new LabError("journal", message, { where: file, cure: CURE, cause });
