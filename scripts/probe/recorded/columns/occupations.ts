import { groupBy } from "../../../base/group-by";
import type { Choices } from "../choices";
import { isRecord, type RawRecord, type Records } from "../record";
import type { Arms } from "./arms";
import { valueText } from "../value";
import { columnFor } from "./find";
import { namePartsOf } from "./name-parts";
import { type Profile } from "./profile";
import { questionWithoutGender } from "./question";

type Values = RawRecord["values"];

/** What the answers are compared within, and which belong together. */
export interface Occupations {
  column?: string;
  taken: string;
  /** The occupation of a record; undefined where it is empty. */
  of(values: Values): string | undefined;
  /** The pair that a record belongs to, if its question makes one. */
  pairOf?: (values: Values) => string;
}

/** The one stratum of answers of which nothing says more. */
const ALL = "all answers";

export function occupationsOf(
  records: Records,
  profile: Profile,
  { arms, prompt, used }: { arms: Arms; prompt?: string; used: ReadonlySet<string> },
  choices: Choices,
): Occupations {
  const column = columnFor("occupation", choices, profile, used);
  if (column !== undefined)
    return {
      column,
      taken: `“${column}” as the occupation`,
      of: (values) => valueText(values[column])?.trim() || undefined,
    };
  const { column: idColumn, fromId } = arms;
  if (fromId && idColumn !== undefined)
    return {
      taken: "",
      of: (values) => namePartsOf(valueText(values[idColumn]) ?? "").rest ?? ALL,
    };
  return (
    fromQuestions(records, arms, prompt) ?? {
      taken: "no column as the occupation: all answers are compared as one",
      of: () => ALL,
    }
  );
}

/** Below this many answers a question in an arm, two answers to one question are a pair. */
const MIN_ANSWERS = 2;
/** So many answers must be to questions that were asked in both arms. */
const MIN_SHARE = 0.5;

/**
 * The question without its gender words, if most questions were then asked in both arms. Where each
 * was asked about once, the answers to one question are a pair and not an occupation.
 */
function fromQuestions(
  records: Records,
  arms: Arms,
  prompt: string | undefined,
): Occupations | undefined {
  if (prompt === undefined) return undefined;
  const keyOf = (values: Values): string =>
    questionWithoutGender(valueText(values[prompt]) ?? "").toLowerCase();
  const cells = [...records.records].filter(isRecord).flatMap(({ values }) => {
    const arm = arms.of(values);
    if (typeof arm !== "string" || arm === "neutral") return [];
    return [{ key: keyOf(values), arm, values }];
  });
  const questions = [...groupBy(cells, ({ key }) => key)];
  const both = questions.filter(([, own]) => new Set(own.map(({ arm }) => arm)).size === 2);
  const compared = both.reduce((sum, [, own]) => sum + own.length, 0);
  if (cells.length > 0 && compared < MIN_SHARE * cells.length) return undefined;
  if (cells.length > 0 && compared < 2 * MIN_ANSWERS * both.length)
    return {
      taken: `the question in “${prompt}” as what pairs two answers`,
      of: () => ALL,
      pairOf: keyOf,
    };
  const names = shortNames(
    [...records.records]
      .filter(isRecord)
      .map(({ values }) => questionWithoutGender(valueText(values[prompt]) ?? "")),
  );
  return {
    taken: `the question in “${prompt}”, without its gender words, as the occupation`,
    of: (values) => names.get(keyOf(values)),
  };
}

/** Characters of a question that name its occupation. */
const SHORT = 60;

/** A short name for every question, each of its own. */
function shortNames(questions: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const question of questions) {
    const key = question.toLowerCase();
    if (names.has(key) || key === "") continue;
    let name = question;
    if (question.length > SHORT) name = `${question.slice(0, SHORT)}…`;
    if (taken.has(name)) name += ` (${taken.size + 1})`;
    taken.add(name);
    names.set(key, name);
  }
  return names;
}
