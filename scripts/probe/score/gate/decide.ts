import type { Spread } from "../../metrics/metric";
import { isWithinMargin, type Interval } from "../../stats/interval";
import { varianceToShowTypicalSize } from "../../stats/typical-size";
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
  /** Number of occupations. */
  occupations: number;
  /** How much single occupations depart from no difference; absent where it could not be estimated. */
  spread?: Spread;
  /** Whether an occupation that differs significantly may lie outside the margin. */
  occupationOutside: boolean;
  /** The measure or its spread could not be estimated. */
  unestimated?: string;
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
  /** Smallest distance from no difference that this design finds with power .80 at the level of one measure of the gate (Bonferroni). */
  minimumDetectable: number;
  /** More answers per question that would settle an inconclusive metric with power .80, if its effect is what was seen. */
  moreAnswersPerQuestion?: number;
}

/** Decides one metric of the gate in a run of fixed length. */
export function decide(
  evidence: Evidence,
  { margin, alpha, gateSize, oneSided = false }: Rules,
): Decision {
  const { pAdjusted, designVariance } = evidence;
  const levels = {
    detect: (alpha / gateSize) * (oneSided ? 2 : 1),
    equivalence: EQUIVALENCE_LEVEL,
  };
  const minimumDetectable = minimumDetectableEffect(designVariance, levels.detect);
  const significant = pAdjusted < alpha;
  if (isInside(evidence, margin, oneSided))
    return {
      verdict: "within margin",
      minimumDetectable,
      note: significant ? "detectable, negligible" : undefined,
    };
  if (significant) return { verdict: "difference", minimumDetectable };
  return {
    verdict: "inconclusive",
    minimumDetectable,
    moreAnswersPerQuestion:
      evidence.unestimated === undefined
        ? moreAnswers(evidence, { margin, oneSided, ...levels })
        : undefined,
  };
}

/**
 * Whether the mean effect and the spread over the occupations are both shown to be small, and no
 * occupation that differs may be outside the margin. What could not be estimated is not shown.
 */
function isInside(evidence: Evidence, margin: number, oneSided: boolean): boolean {
  const { designVariance, interval90, spread, occupationOutside, unestimated } = evidence;
  if (unestimated !== undefined || !spread || occupationOutside) return false;
  return (
    // A design too small to show equivalence around 0 must not show it by a narrow interval by chance.
    canShowEquivalence(designVariance, margin) &&
    isWithinMargin(interval90, 0, margin, oneSided) &&
    spread.isBelow(spreadMargin(margin, oneSided), EQUIVALENCE_LEVEL)
  );
}

/** The typical size of single occupations may be this many times the margin of their mean. */
const TYPICAL_FACTOR = 1.25;

/**
 * Largest spread over the occupations that counts as negligible: .50 for a margin of .40 of g. The
 * AUCs of single occupations cannot cancel, so that their mean has the margin itself.
 */
export const spreadMargin = (margin: number, oneSided: boolean): number =>
  oneSided ? margin : TYPICAL_FACTOR * margin;

/** Answers per question still needed to decide a metric with power .80 at these levels, if its true effect is the observed one. */
export function moreAnswers(
  {
    effect,
    designVariance,
    perCell,
    occupations,
    spread,
  }: Pick<Evidence, "effect" | "designVariance" | "perCell" | "occupations"> & {
    spread?: Pick<Spread, "estimate">;
  },
  {
    margin,
    oneSided,
    detect,
    equivalence,
  }: { margin: number; oneSided: boolean; detect: number; equivalence: number },
): number {
  const size = oneSided ? Math.max(0, effect) : Math.abs(effect);
  const toShowMean = size < margin ? varianceToShowEquivalence(margin - size, equivalence) : 0;
  const toShow = oneSided
    ? toShowMean
    : Math.min(
        toShowMean,
        varianceToShowTypicalSize(
          spread?.estimate ?? size,
          spreadMargin(margin, oneSided),
          occupations,
          equivalence,
        ) / occupations,
      );
  // The largest occupation is found at the level of one of them.
  const toDetect = Math.max(
    varianceToDetect(size, detect),
    varianceToDetect(spread?.estimate ?? 0, detect / occupations) / occupations,
  );
  const enough = Math.max(toDetect, toShow);
  return Math.max(1, Math.ceil(perCell * (designVariance / enough - 1)));
}

/**
 * The verdict of the gate: its worst metric, unless an obstacle keeps it from that verdict. A
 * difference that was found stays where an obstacle only keeps from "within margin".
 */
export function overall(
  verdicts: readonly Verdict[],
  obstacles: readonly { keepsFrom: Verdict | "any verdict" }[] = [],
): Verdict {
  const worst = ORDER.find((verdict) => verdicts.includes(verdict)) ?? "inconclusive";
  const isKept = obstacles.some(
    ({ keepsFrom }) => keepsFrom === "any verdict" || keepsFrom === worst,
  );
  return isKept ? "inconclusive" : worst;
}

const EXIT_CODES: Record<Verdict, 0 | 1 | 3> = {
  "within margin": 0,
  difference: 1,
  inconclusive: 3,
};

/** Exit code of a verdict; 2 means that the probe could not run. */
export const exitCodeOf = (verdict: Verdict): 0 | 1 | 3 => EXIT_CODES[verdict];
