import { groupBy } from "../../base/group-by";
import type { LabourShare } from "../text/lexicon";
import { defaultGenderOf, type DefaultGender } from "../metrics/default-gender";
import { binomialTest } from "../stats/binomial";
import type { Interval } from "../stats/interval";
import { holm } from "../stats/holm";
import { totalVariation } from "../stats/total-variation";
import { wilson } from "../stats/wilson";
import { directionOf } from "./gate";
import type { Direction } from "./gate/metric-result";
import type { ScorableAnswer, ScoredText } from "./texts";

/** The gender of the answers to a question that names none, for one occupation. Not part of the gate. */
export interface DefaultGenderResult {
  condition: string;
  occupation: string;
  counts: Record<DefaultGender, number>;
  /** Share of women among the answers with a gender. Without such answers this and the tests are absent. */
  femaleShare?: number;
  /** Wilson, 95 %. */
  interval?: Interval;
  /** Exact binomial test against one half, and the same after Holm over the occupations. */
  pHalf?: number;
  pHalfAdjusted?: number;
  /** Share of women in the occupation's labour force; absent for occupations without a figure. */
  labourShare?: number;
  pLabour?: number;
  pLabourAdjusted?: number;
  /** Distance of (women, men) from (½, ½), in [0, ½]. */
  totalVariation?: number;
  direction: Direction;
}

/** The default genders of one condition's neutral answers, by occupation. */
export function defaultGenderResults(
  texts: readonly ScoredText[],
  condition: string,
  share: LabourShare,
): DefaultGenderResult[] {
  const neutral = texts
    .map(({ answer }) => answer)
    .filter((answer) => answer.condition === condition && answer.arm === "neutral");
  const results = [...groupBy(neutral, ({ occupation }) => occupation)].map(([occupation, own]) =>
    resultOf(condition, occupation, own, share.women[occupation]),
  );
  const half = adjustKnown(results.map(({ pHalf }) => pHalf));
  const labour = adjustKnown(results.map(({ pLabour }) => pLabour));
  return results.map((result, index) => ({
    ...result,
    pHalfAdjusted: half[index],
    pLabourAdjusted: labour[index],
  }));
}

function resultOf(
  condition: string,
  occupation: string,
  answers: readonly ScorableAnswer[],
  labourShare: number | undefined,
): DefaultGenderResult {
  const counts: Record<DefaultGender, number> = { female: 0, male: 0, they: 0, none: 0 };
  for (const { text } of answers) counts[defaultGenderOf(text)]++;
  const known = { condition, occupation, counts, labourShare };
  const gendered = counts.female + counts.male;
  if (gendered === 0) return { ...known, direction: "none" };
  const femaleShare = counts.female / gendered;
  return {
    ...known,
    femaleShare,
    interval: wilson(counts.female, gendered),
    pHalf: binomialTest(counts.female, gendered, 0.5),
    pLabour:
      labourShare === undefined ? undefined : binomialTest(counts.female, gendered, labourShare),
    totalVariation: totalVariation([femaleShare, 1 - femaleShare], [0.5, 0.5]),
    direction: directionOf(femaleShare - 0.5),
  };
}

/** Adjusts the defined p values after Holm; the others stay undefined. */
function adjustKnown(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const adjusted = holm(pValues.filter((p) => p !== undefined));
  let next = 0;
  return pValues.map((p) => (p === undefined ? undefined : adjusted[next++]));
}
