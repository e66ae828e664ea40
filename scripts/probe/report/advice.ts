import { mean } from "../stats/strata";
import type { MetricResult } from "../score/gate/metric-result";

/** An arm with less than this share of the other's answers is what lacks. */
const SMALL_SHARE = 0.5;

/** Mean number of answers per question about women and about men that count. */
export function answersByArm({ strata }: Pick<MetricResult, "strata">): {
  female: number;
  male: number;
} {
  return {
    female: mean(strata.map(({ female }) => female.n)),
    male: mean(strata.map(({ male }) => male.n)),
  };
}

/** The arm with far fewer answers than the other; undefined where they are about equal. */
export function smallArm(result: Pick<MetricResult, "strata">): "female" | "male" | undefined {
  const { female, male } = answersByArm(result);
  if (female < SMALL_SHARE * male) return "female";
  if (male < SMALL_SHARE * female) return "male";
  return undefined;
}

/** The people of an arm, in words. */
export const PEOPLE = { female: "women", male: "men" };

/**
 * The answers that would probably settle an inconclusive metric, in words. Where one arm has far
 * fewer answers, more of the other would not help: its own are counted.
 */
export function adviceText(result: MetricResult): string {
  const small = smallArm(result);
  const more = result.moreAnswersPerQuestion ?? 1;
  if (result.units) return `About ${more} more seats would probably settle it.`;
  if (!small) return `About ${more} more answers per question would probably settle it.`;
  const counts = answersByArm(result);
  const large = small === "female" ? counts.male : counts.female;
  // The variance of a difference is 1 / small + 1 / large, and has to become this many times smaller.
  const factor = (result.perCell + more) / result.perCell;
  const room = (1 / counts[small] + 1 / large) / factor - 1 / large;
  const have = `${shown(counts[small])} per question about ${PEOPLE[small]}`;
  if (room <= 0)
    return `The answers about ${PEOPLE[small]} are few (${have}): more of them, and of the others, would be needed.`;
  const needed = Math.max(1, Math.ceil(1 / room - counts[small]));
  return `The answers about ${PEOPLE[small]} are few (${have}): about ${needed} more per question about ${PEOPLE[small]} would probably settle it.`;
}

/** A mean number of answers. */
export const shown = (count: number): string =>
  Number.isInteger(count) ? String(count) : count.toFixed(1);
