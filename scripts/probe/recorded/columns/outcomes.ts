import { isMissingValue } from "../../../base/missing-value";
import { LabError } from "../../../../infra/errors";
import type { OutcomeColumn } from "../../metrics/outcome";
import type { RawRecord } from "../record";
import { valueText } from "../value";
import { columnAsked } from "./find";
import { listed, type Profile } from "./profile";
import { armOfWord, yesOrNo } from "./vocabulary";

/** A column whose values are measured beside the texts. */
export interface Outcome extends OutcomeColumn {
  /** The value of a record; undefined for a missing one, and for one that is no value of its kind. */
  of(values: RawRecord["values"]): number | undefined;
}

/**
 * The columns of `--outcome COLUMN,COLUMN:VALUE`: a number, a yes or no, or the value that counts.
 * @throws LabError `usage` for a column that is not there, or whose values are neither
 */
export function outcomesOf(profile: Profile, choice: string | undefined): Outcome[] {
  if (choice === undefined) return [];
  return choice.split(",").map((one) => {
    const [, name = one, counted] = /^(.*?):(.*)$/.exec(one.trim()) ?? [];
    const column = columnAsked("outcome", name.trim(), profile);
    const values = [...profile.get(column)!.values.keys()];
    const outcome =
      counted === undefined ? readAs(column, values) : countedAs(column, values, counted.trim());
    if (outcome !== undefined) return outcome;
    throw new LabError(
      "usage",
      `--outcome: “${column}” is neither a number nor yes or no: ${listed(values)}`,
      { cure: `say which value counts: --outcome "${column}:${values[0] ?? "VALUE"}"` },
    );
  });
}

/** Columns of numbers that say how the answers were made. */
const TECHNICAL =
  /id$|index|seed|epoch|temperature|latency|tokens?$|cost|duration|seconds|time|top_p/i;

/** The columns that `--outcome` could take, of those that nothing else was read from. */
export const possibleOutcomes = (profile: Profile, used: ReadonlySet<string>): string[] =>
  [...profile.keys()].filter((column) => {
    const { values: counts, records } = profile.get(column)!;
    const values = [...counts.keys()];
    const isId = values.length === records && values.every((value) => /^\d+$/.test(value));
    const isOutcome = !isId && !TECHNICAL.test(column) && values.length > 1;
    return isOutcome && !used.has(column) && readAs(column, values) !== undefined;
  });

function readAs(column: string, values: readonly string[]): Outcome | undefined {
  const known = values.filter((value) => !isMissingValue(value));
  const isWord = (value: string): boolean => yesOrNo(value) !== undefined;
  if (
    known.length === 0 ||
    known.every((value) => armOfWord(value) !== undefined && !isWord(value))
  )
    return undefined;
  if (known.every(isWord))
    return {
      column,
      counted: known.find((value) => yesOrNo(value) === 1) ?? "yes",
      of: valueOf(column, yesOrNo),
    };
  if (!known.every((value) => numberOf(value) !== undefined)) return undefined;
  return { column, of: valueOf(column, numberOf) };
}

function countedAs(column: string, values: readonly string[], counted: string): Outcome {
  const isCounted = (value: string): boolean =>
    value.trim().toLowerCase() === counted.toLowerCase();
  if (values.some(isCounted))
    return { column, counted, of: valueOf(column, (text) => Number(isCounted(text))) };
  throw new LabError("usage", `--outcome: “${column}” has no value "${counted}"`, {
    cure: `its values are ${listed(values, 20)}`,
  });
}

const valueOf =
  (column: string, read: (text: string) => number | undefined): Outcome["of"] =>
  (values) => {
    const text = valueText(values[column])?.trim() ?? "";
    return isMissingValue(text) ? undefined : read(text);
  };

/** A number, with a decimal point or a decimal comma. */
function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2");
  const value = Number(plain);
  return plain !== "" && Number.isFinite(value) ? value : undefined;
}
