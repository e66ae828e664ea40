import { existsSync, statSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { whereOf, type Choices } from "./choices";
import { columnAsked } from "./columns/find";
import { listed, profileOf, type Profile } from "./columns/profile";
import { narrowed, wideColumns } from "./columns/wide";
import { possibleOutcomes } from "./columns/outcomes";
import type { OutcomeColumn } from "../metrics/outcome";
import type { Conditions } from "./conditions";
import { folder } from "./formats/folder";
import { firstLine, recordsOfFile } from "./formats";
import { planOf } from "./plan";
import { isRecord, type Records, type Unreadable } from "./record";
import { questionsOf, withQuestions } from "./requests";
import type { Row } from "./row";
import { valueText } from "./value";
import { openSource } from "./source";

/** Content of a file of recorded answers. */
export interface Recorded {
  rows: Row[];
  conditions: Conditions;
  /** Own columns that are compared. */
  outcomes?: readonly OutcomeColumn[];
  isWithoutTexts?: boolean;
  /** Columns that could be compared as well. */
  possible?: readonly string[];
  /** What the file was read as, and what was taken for what. */
  taken: string;
  /** Parts that are no answers, with the reason. */
  malformed: Unreadable[];
  /** Columns that are not used, with the number of records that have them. */
  unused: { column: string; records: number }[];
  /** Places of the records that repeat an earlier answer. */
  repeated: string[];
}

/**
 * Reads recorded answers: CSV or TSV, JSON or JSON lines, the results of other tools (see `shapes/`),
 * or a folder of them. Records are gone through one by one, so that only used columns are held.
 * @throws LabError `journal` when the file cannot be read or holds nothing usable
 */
export function readRecorded(file: string, choices: Choices = {}): Recorded {
  let records = chosen(recordsOf(file, choices), choices.where);
  let seen = profileOf(records);
  if (seen.total === 0) throw nothingUsable(file, [...records.records].filter(isUnreadable));
  const wide = wideColumns(seen.profile);
  if (wide !== undefined && choices.arm === undefined) {
    records = narrowed(records, wide);
    seen = profileOf(records);
  }
  const plan = planOf(records, seen, choices);
  const recorded: Omit<Recorded, "unused"> = {
    rows: [],
    conditions: plan.conditions,
    outcomes: plan.outcomes,
    isWithoutTexts: plan.isWithoutTexts,
    possible: possibleOutcomes(seen.profile, plan.used),
    taken: `Read as ${records.format}. Taken: ${plan.taken.join("; ")}. Otherwise: --arm, --text, --occupation, --condition or --cluster COLUMN.`,
    malformed: [],
    repeated: [],
  };
  const keys = new Set<string>();
  for (const part of records.records) {
    const row = isRecord(part) ? plan.rowOf(part) : part;
    if ("reason" in row) recorded.malformed.push({ where: part.where, reason: row.reason });
    else if (isRepeated(row, keys)) recorded.repeated.push(row.where);
    else recorded.rows.push(row);
  }
  if (recorded.rows.length === 0) throw nothingUsable(file, recorded.malformed);
  return { ...recorded, unused: unusedColumns(seen.profile, plan.used) };
}

const isUnreadable = (part: Parameters<typeof isRecord>[0]): part is Unreadable => !isRecord(part);

/** Whether a path is a journal of ours. */
export const isJournal = (file: string): boolean =>
  existsSync(file) &&
  statSync(file).isFile() &&
  firstLine(openSource(file)).startsWith('{"type":"spec"');

/** @throws LabError `journal` without such a file */
function recordsOf(file: string, { requests }: Choices): Records {
  for (const path of [file, requests])
    if (path !== undefined && !existsSync(path))
      throw new LabError("journal", "there is no such file of answers", { where: path });
  const records = statSync(file).isDirectory() ? folder(file) : recordsOfFile(file);
  if (requests === undefined) return records;
  return withQuestions(records, questionsOf(requests));
}

/** The records with the value that `--where` asks for. @throws LabError `usage` if there is none */
function chosen(records: Records, where: string | undefined): Records {
  if (where === undefined) return records;
  const { profile } = profileOf(records);
  const { column: name, value } = whereOf(where);
  const column = columnAsked("where", name, profile);
  const { values } = profile.get(column)!;
  if (!values.has(value.trim()))
    throw new LabError("usage", `--where: “${column}” has no value "${value}"`, {
      cure: `its values are ${listed([...values.keys()], 20)}`,
    });
  const isChosen = (own: unknown): boolean => valueText(own)?.trim() === value.trim();
  return {
    format: `${records.format}, only “${column}” = ${value}`,
    records: {
      *[Symbol.iterator]() {
        for (const part of records.records)
          if (!isRecord(part) || isChosen(part.values[column])) yield part;
      },
    },
  };
}

/** A record with a sample number repeats one with the same number to the same question. */
function isRepeated(row: Row, keys: Set<string>): boolean {
  const { condition, occupation, arm, sample, prompt, pair } = row;
  if (sample === undefined) return false;
  const key = JSON.stringify([condition, occupation, arm, sample, prompt, pair]);
  if (keys.has(key)) return true;
  keys.add(key);
  return false;
}

const unusedColumns = (profile: Profile, used: ReadonlySet<string>): Recorded["unused"] =>
  [...profile]
    .filter(([column, { records }]) => !used.has(column) && records > 0)
    .map(([column, { records }]) => ({ column, records }))
    .sort((a, b) => (a.column < b.column ? -1 : 1));

/** Number of malformed parts that a message lists. */
const LISTED = 5;

/** "line 3: not JSON; line 7: …", the first few. */
export function malformedText(malformed: Recorded["malformed"]): string {
  const named = malformed.slice(0, LISTED).map(({ where, reason }) => `${where}: ${reason}`);
  if (malformed.length > LISTED) named.push(`and ${malformed.length - LISTED} more`);
  return named.join("; ");
}

function nothingUsable(where: string, malformed: Recorded["malformed"]): LabError {
  const reason = malformedText(malformed) || "it is empty";
  return new LabError("journal", `the file holds no usable answer: ${reason}`, {
    where,
    cure: "a record an answer, with its arm (female, male or neutral), its text and its occupation",
  });
}
