import { isMissingValue } from "../../base/missing-value";
import { LabError } from "../../../infra/errors";
import { armsOf } from "./columns/arms";
import {
  columnAsked,
  columnByName,
  columnFor,
  columnOfLongTexts,
  nearestName,
} from "./columns/find";
import { occupationsOf } from "./columns/occupations";
import { outcomesOf, possibleOutcomes, type Outcome } from "./columns/outcomes";
import { listed, type Profile } from "./columns/profile";
import type { OutcomeColumn } from "../metrics/outcome";
import { type Role } from "./columns/vocabulary";
import type { Choices } from "./choices";
import { conditionsOf, type Conditions } from "./conditions";
import type { RawRecord, Records } from "./record";
import type { Row } from "./row";
import { valueIn, valueText } from "./value";

type Values = RawRecord["values"];

/** How the records of a file become rows. */
export interface Plan {
  rowOf(record: RawRecord): Row | { reason: string };
  /** What was taken for what, for the reader. */
  taken: readonly string[];
  /** Columns that some part of a row is read from. */
  used: ReadonlySet<string>;
  conditions: Conditions;
  outcomes: readonly OutcomeColumn[];
  /** Whether no column holds texts, so that own columns alone are compared. */
  isWithoutTexts: boolean;
}

/** Roles that a column has by its name alone. */
const BY_NAME = [
  "prompt",
  "model",
  "finish_reason",
  "refusal",
  "names",
  "pair",
  "sample",
] as const satisfies readonly Role[];

/**
 * Decides which column is what: by the user's choices, then by names, then by values.
 * @throws LabError `journal` where the file does not say, `usage` for a wrong choice
 */
export function planOf(
  records: Records,
  seen: { profile: Profile; total: number },
  choices: Choices,
): Plan {
  const { profile } = seen;
  const used = new Set<string>();
  const take = (column: string | undefined): string | undefined => {
    if (column !== undefined) used.add(column);
    return column;
  };
  for (const option of ["occupation", "condition"] as const)
    if (choices[option] !== undefined) take(columnAsked(option, choices[option], profile));
  const outcomes = outcomesOf(profile, choices.outcome);
  for (const { column } of outcomes) take(column);
  const text = textColumn(profile, used, choices, outcomes.length > 0);
  take(text);
  const named = new Map<Role, string | undefined>();
  for (const role of BY_NAME) named.set(role, take(columnByName(role, profile, used)));
  const cluster = take(columnFor("cluster", choices, profile, used));
  const prompt = named.get("prompt");
  const arms = armsOf(records, profile, { prompt, used }, choices);
  take(arms.column);
  const occupations = occupationsOf(records, profile, { arms, prompt, used }, choices);
  take(occupations.column);
  const conditions = conditionsOf(seen, used, named.get("model"), choices);
  take(conditions.column);
  const cell = (values: Values, role: Role): string | undefined =>
    valueText(valueIn(values, named.get(role)));
  const pairs = occupations.pairOf;
  return {
    used,
    conditions,
    outcomes: outcomes.map(({ column, counted }) => ({ column, counted })),
    isWithoutTexts: text === undefined,
    taken: [
      arms.taken,
      takenAs("the answer", text) ?? "no column as the answer",
      occupations.taken,
      conditions.taken ?? "",
      takenAs("the cluster", cluster) ?? "",
      ...outcomes.map(outcomeTaken),
    ].filter((part) => part !== ""),
    rowOf: ({ where, values }) => {
      const arm = arms.of(values);
      if (typeof arm !== "string") return arm;
      const occupation = occupations.of(values);
      if (occupation === undefined)
        return { reason: `occupation: “${occupations.column ?? prompt ?? ""}” is empty` };
      const condition = valueIn(values, conditions.column);
      return {
        where,
        occupation,
        arm,
        text: answerText(valueIn(values, text)),
        condition: conditions.idOf(valueText(condition)?.trim() || undefined),
        sample: cell(values, "sample"),
        prompt: cell(values, "prompt"),
        finishReason: cell(values, "finish_reason") ?? "",
        refusal: cell(values, "refusal") ?? null,
        model: cell(values, "model") ?? "",
        pair: cell(values, "pair") ?? pairs?.(values),
        cluster: valueText(valueIn(values, cluster)),
        names: namesIn(valueIn(values, named.get("names"))),
        ...(outcomes.length > 0 && { outcomes: outcomeValues(outcomes, values) }),
      };
    },
  };
}

function takenAs(part: string, column: string | undefined): string | undefined {
  if (column === undefined) return undefined;
  return `“${column}” as ${part}`;
}

function outcomeTaken({ column, counted }: Outcome): string {
  if (counted === undefined) return `“${column}” as an outcome (a number)`;
  return `“${column}” as an outcome (${counted} counts)`;
}

function outcomeValues(outcomes: readonly Outcome[], values: Values): Record<string, number> {
  const known = outcomes.flatMap((outcome): [string, number][] => {
    const value = outcome.of(values);
    if (value === undefined) return [];
    return [[outcome.column, value]];
  });
  return Object.fromEntries(known);
}

/** A longer name of a column is an answer. */
const LONGEST_NAME = 80;

function textColumn(
  profile: Profile,
  used: ReadonlySet<string>,
  choices: Choices,
  isOptional: boolean,
): string | undefined {
  if (choices.text !== undefined) return columnAsked("text", choices.text, profile);
  const prompt = columnByName("prompt", profile, used);
  const others = new Set(used);
  if (prompt !== undefined) others.add(prompt);
  const found = columnByName("text", profile, others) ?? columnOfLongTexts(profile, others);
  if (found !== undefined && found.length > LONGEST_NAME)
    throw new LabError("journal", `the first row names no columns: “${found.slice(0, 40)}…”`, {
      cure: "put a row of names before it: occupation, arm, text",
    });
  if (found !== undefined || isOptional) return found;
  const [possible] = possibleOutcomes(profile, others);
  let cure = "name it: --text COLUMN";
  if (possible !== undefined) cure += `; or compare a value: --outcome "${possible}"`;
  const columns = [...profile.keys()];
  throw new LabError(
    "journal",
    `no column holds the answers: the columns are ${listed(columns, 20)}${nearestName(columns, "text")}`,
    { cure },
  );
}

function answerText(value: unknown): string {
  const text = valueText(value) ?? "";
  return isMissingValue(text) ? "" : text;
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  const text = valueText(value);
  if (text === undefined) return [];
  return [text];
}
