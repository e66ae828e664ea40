import { isSequential, type Spec } from "./index";
import { GATE } from "../metrics";
import { isOneSided, type Scale } from "../metrics/metric";
import { significanceLevelsAt } from "../score/sequential/boundaries";
import { EQUIVALENCE_LEVEL, equivalencePower } from "../stats/power";

/** What a design can show if the arms do not differ. */
export interface PlannedPower {
  /** Probability that every metric of the gate ends within its margin. */
  all: number;
  byMetric: readonly { id: string; within: number }[];
}

/**
 * A cross-fitted AUC varies this many times more than one of independent scores; `npm run bench
 * stats` measures it.
 */
export const CROSS_FIT_SPREAD = 1.4;
/**
 * Assumed share of answers that talk about gender, in either arm: not known before the first call.
 */
export const ASSUMED_SHARE = 0.1;

/**
 * Variance of an effect if the arms do not differ, with `n` answers per cell in `k` occupations.
 */
const VARIANCE: Record<Scale, (n: number, k: number) => number> = {
  g: (n, k) => 2 / (n * k),
  // Mann & Whitney 1947, widened.
  auc: (n, k) => (CROSS_FIT_SPREAD ** 2 * (2 * n + 1)) / (12 * n * n * k),
  "risk difference": (n, k) => (2 * ASSUMED_SHARE * (1 - ASSUMED_SHARE)) / (n * k),
};

/** The power of a design before its first call; of a sequential run at its last look. */
export function plannedPower(spec: Spec): PlannedPower {
  const occupations = new Set(spec.cells.map(({ occupation }) => occupation)).size;
  return powerOf(
    spec,
    GATE.map(({ id, scale }) => ({
      id,
      scale,
      variance: VARIANCE[scale](spec.samples, occupations),
    })),
  );
}

/**
 * The power of measures with these variances. That of all together is their product, as if they
 * were independent: for two-sided measures a lower bound for any correlation (Šidák 1967, J. Am.
 * Stat. Assoc. 62, 626-633).
 */
export function powerOf(
  spec: Spec,
  measures: readonly { id: string; scale: Scale; variance: number }[],
): PlannedPower {
  const byMetric = measures.map(({ id, scale, variance }) => {
    const oneSided = isOneSided(scale);
    const level = isSequential(spec)
      ? significanceLevelsAt(spec, oneSided, spec.looks.length - 1).equivalence
      : EQUIVALENCE_LEVEL;
    return { id, within: equivalencePower(variance, spec.margins[scale], oneSided, level) };
  });
  return { all: byMetric.reduce((product, { within }) => product * within, 1), byMetric };
}
