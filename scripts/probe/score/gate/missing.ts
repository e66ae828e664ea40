import { isOneSided, type MissingByOccupation, type MissingTexts } from "../../metrics/metric";
import type { MetricResult } from "./metric-result";
import type { ScorableJournal, ScoredText } from "../texts";

/** Answers of a condition that cannot be scored, by occupation: refused, filtered, empty or unpaired. */
export function missingIn(
  { answers }: ScorableJournal,
  texts: readonly ScoredText[],
  condition: string,
): MissingByOccupation {
  const none = (): MissingTexts => ({ female: 0, male: 0, neutral: 0 });
  const asked = new Map<string, MissingTexts>();
  const open = new Map<string, MissingTexts>();
  for (const { condition: own, occupation, arm } of answers) {
    if (own !== condition) continue;
    if (!asked.has(occupation)) {
      asked.set(occupation, none());
      open.set(occupation, none());
    }
    asked.get(occupation)![arm]++;
    open.get(occupation)![arm]++;
  }
  for (const { answer } of texts)
    if (answer.condition === condition) open.get(answer.occupation)![answer.arm]--;
  return new Map(
    [...open].filter(([occupation, { female, male, neutral }]) => {
      const both = asked.get(occupation)!;
      return both.female > 0 && both.male > 0 && female + male + neutral > 0;
    }),
  );
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
  return (
    interval90[1] + high - effect >= nullValue + margin ||
    (!oneSided && interval90[0] + low - effect <= nullValue - margin)
  );
}
