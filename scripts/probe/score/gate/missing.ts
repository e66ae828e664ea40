import { groupBy } from "../../../base/group-by";
import { isOneSided, type MissingByOccupation, type MissingTexts } from "../../metrics/metric";
import { isWithinMargin, type Interval } from "../../stats/interval";
import type { MetricResult } from "./metric-result";
import type { ScorableAnswer, ScorableJournal } from "../texts";

/** Answers of a condition that cannot be scored, by occupation. */
export function missingIn(
  { answers }: ScorableJournal,
  condition: string,
  isMissing: (answer: ScorableAnswer) => boolean,
): MissingByOccupation {
  const asked = answers.filter((answer) => answer.condition === condition);
  const missing = new Map<string, MissingTexts>();
  for (const [occupation, own] of groupBy(asked, (answer) => answer.occupation)) {
    const arms = new Set(own.map(({ arm }) => arm));
    const unscored = own.filter(isMissing);
    if (!arms.has("female") || !arms.has("male") || unscored.length === 0) continue;
    const counts = { female: 0, male: 0, neutral: 0 };
    for (const { arm } of unscored) counts[arm]++;
    missing.set(occupation, counts);
  }
  return missing;
}

/** The missing answers without the neutral ones. */
export const withoutNeutral = (missing: MissingByOccupation): MissingByOccupation =>
  new Map(
    [...missing].flatMap(([name, { female, male }]) =>
      female + male > 0 ? [[name, { female, male, neutral: 0 }] as const] : [],
    ),
  );

/** Missing answers by arm, summed over the occupations. */
export function totalOf(missing: MissingByOccupation): MissingTexts {
  const total = { female: 0, male: 0, neutral: 0 };
  for (const { female, male, neutral } of missing.values()) {
    total.female += female;
    total.male += male;
    total.neutral += neutral;
  }
  return total;
}

/**
 * Whether the missing answers could, at worst, change the verdict: an interval within the margin
 * would exceed it, or a difference would vanish.
 */
export function couldOverturn(result: MetricResult): boolean {
  const { missing, verdict, effect, interval90, nullValue, margin, metric } = result;
  if (!missing || verdict === "inconclusive") return false;
  const [low, high] = missing.effect;
  const oneSided = isOneSided(metric.scale);
  if (verdict === "difference") return low <= nullValue && (oneSided || high >= nullValue);
  const worst: Interval = [interval90[0] + low - effect, interval90[1] + high - effect];
  return !isWithinMargin(worst, nullValue, margin, oneSided);
}
