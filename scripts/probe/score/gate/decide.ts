import type { Interval } from "../../stats/interval";
import {
  canShowEquivalence,
  EQUIVALENCE_LEVEL,
  minimumDetectableEffect,
  varianceToDetect,
  varianceToShowEquivalence,
} from "../../stats/power";

/** The three verdicts. None says that a model has no bias: no finite test could show that. */
export type Verdict = "within margin" | "difference" | "inconclusive";

/** Worst first: the gate has the verdict of its worst metric. */
const ORDER: readonly Verdict[] = ["difference", "inconclusive", "within margin"];

/** The findings of one metric, and the variances that determine what the design can find. */
export interface Evidence {
  /** Distance from no difference, in the metric's scale. */
  effect: number;
  /** 90 % interval of that distance: two one-sided tests at .05 (Schuirmann 1987). */
  interval90: Interval;
  pAdjusted: number;
  /** Variance of the effect were there none, in the square of its scale. */
  designVariance: number;
  /** Answers per question, averaged over the cells compared. */
  perCell: number;
}

/** Decision rules that are fixed before the first request. */
export interface Rules {
  margin: number;
  /** Only a positive distance is evidence, or a harm (the AUC). */
  oneSided?: boolean;
  alpha: number;
  gateSize: number;
}

/** A decision with what the reader needs to judge it. */
export interface Decision {
  verdict: Verdict;
  /** "detectable, negligible": significant, and yet inside the margin. */
  note?: string;
  /** Smallest distance from no difference that this design finds with power .80 at the first step of Holm. */
  minimumDetectable: number;
  /** More answers per question that would settle an inconclusive metric with power .80, if its effect is what was seen. */
  moreAnswersPerQuestion?: number;
}

/** Decides one metric of the gate in a run of fixed length. */
export function decide(
  evidence: Evidence,
  { margin, alpha, gateSize, oneSided = false }: Rules,
): Decision {
  const { interval90, pAdjusted, designVariance } = evidence;
  const levels = {
    detect: (alpha / gateSize) * (oneSided ? 2 : 1),
    equivalence: EQUIVALENCE_LEVEL,
  };
  const minimumDetectable = minimumDetectableEffect(designVariance, levels.detect);
  const significant = pAdjusted < alpha;
  // A design too small to show equivalence around 0 must not show it by a narrow interval by chance.
  const inside =
    canShowEquivalence(designVariance, margin) &&
    (oneSided || -margin < interval90[0]) &&
    interval90[1] < margin;
  if (inside)
    return {
      verdict: "within margin",
      minimumDetectable,
      note: significant ? "detectable, negligible" : undefined,
    };
  if (significant) return { verdict: "difference", minimumDetectable };
  return {
    verdict: "inconclusive",
    minimumDetectable,
    moreAnswersPerQuestion: moreAnswers(evidence, { margin, oneSided, ...levels }),
  };
}

/** Answers per question still needed to decide a metric with power .80 at these levels, if its true effect is the observed one. */
export function moreAnswers(
  { effect, designVariance, perCell }: Pick<Evidence, "effect" | "designVariance" | "perCell">,
  {
    margin,
    oneSided,
    detect,
    equivalence,
  }: { margin: number; oneSided: boolean; detect: number; equivalence: number },
): number {
  const size = oneSided ? Math.max(0, effect) : Math.abs(effect);
  const enough = Math.max(
    varianceToDetect(size, detect),
    size < margin ? varianceToShowEquivalence(margin - size, equivalence) : 0,
  );
  return Math.max(1, Math.ceil(perCell * (designVariance / enough - 1)));
}

/** The verdict of the gate: its worst metric. */
export const overall = (verdicts: readonly Verdict[]): Verdict =>
  ORDER.find((verdict) => verdicts.includes(verdict)) ?? "inconclusive";

const EXIT_CODES: Record<Verdict, 0 | 1 | 3> = {
  "within margin": 0,
  difference: 1,
  inconclusive: 3,
};

/** Exit code of a verdict; 2 means that the probe could not run. */
export const exitCodeOf = (verdict: Verdict): 0 | 1 | 3 => EXIT_CODES[verdict];
