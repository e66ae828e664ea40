import { isSequential, type Spec } from "./index";
import { GATE } from "../metrics";
import { isOneSided, type Scale } from "../metrics/metric";
import { significanceLevelsAt } from "../score/sequential/boundaries";
import { spreadMargin } from "../score/gate/decide";
import { noncentralFQuantile } from "../stats/noncentral-f";
import { normalDraw, normalQuantile } from "../stats/normal";
import { canShowEquivalence, EQUIVALENCE_LEVEL } from "../stats/power";
import { randomOf } from "../stats/random";

/** What a design can show if the arms do not differ. */
export interface PlannedPower {
  /** Probability that every metric of the gate ends within its margin. */
  all: number;
  byMetric: readonly { id: string; within: number }[];
}

/**
 * A cross-fitted AUC varies this many times more than one of independent scores: over 300 runs of
 * the planted model without effects 1.35 times at 48 answers per cell, 1.5 times at 24.
 */
const CROSS_FIT_SPREAD = 1.4;
/** Correlation of that AUC with the mean of the occupations' own, over the same runs. */
const OWN_CORRELATION = 0.65;
/**
 * Assumed share of answers that talk about gender, in either arm: not known before the first call.
 */
const ASSUMED_SHARE = 0.1;

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
      occupations,
    })),
  );
}

/** A measure as its power depends on it. */
export interface MeasureDesign {
  id: string;
  scale: Scale;
  /** Variance of the mean effect if there is none. */
  variance: number;
  occupations: number;
}

/**
 * The power of measures: the share of simulated runs without a difference in which the mean and the
 * spread over the occupations are both shown to be small. That of all measures together is the
 * product, as if they were independent: for two-sided measures a lower bound for any correlation
 * (Šidák 1967, J. Am. Stat. Assoc. 62, 626-633).
 */
export function powerOf(spec: Spec, measures: readonly MeasureDesign[]): PlannedPower {
  const byMetric = measures.map((measure) => {
    const oneSided = isOneSided(measure.scale);
    const level = isSequential(spec)
      ? significanceLevelsAt(spec, oneSided, spec.looks.length - 1).equivalence
      : EQUIVALENCE_LEVEL;
    const margin = spec.margins[measure.scale];
    if (!canShowEquivalence(measure.variance, margin, level)) return { id: measure.id, within: 0 };
    const limit = margin / Math.sqrt(measure.variance) - normalQuantile(1 - level);
    const within = oneSided ? aucPower(limit) : effectPower(measure, margin, level, limit);
    return { id: measure.id, within };
  });
  return { all: byMetric.reduce((product, { within }) => product * within, 1), byMetric };
}

const RUNS = 4_000;
/** The variance within cells is as good as known. */
const KNOWN_VARIANCE = 1e6;

/** Share of runs whose common AUC and whose mean of the occupations' own AUCs both stay below `limit` SDs. */
function aucPower(limit: number): number {
  const random = randomOf(0, "planned power of an AUC");
  const rest = Math.sqrt(1 - OWN_CORRELATION ** 2);
  let inside = 0;
  for (let run = 0; run < RUNS; run++) {
    const common = normalDraw(random);
    const own = OWN_CORRELATION * common + rest * normalDraw(random);
    if (common < limit && own < limit) inside++;
  }
  return inside / RUNS;
}

/** Share of runs whose mean stays within `limit` SDs, and whose typical size is shown to be small. */
function effectPower(
  { variance, occupations }: MeasureDesign,
  margin: number,
  level: number,
  limit: number,
): number {
  const random = randomOf(0, "planned power");
  const df = { numerator: occupations, denominator: KNOWN_VARIANCE };
  const noncentrality = spreadMargin(margin, false) ** 2 / variance;
  const critical = noncentralFQuantile(level, df, noncentrality);
  let inside = 0;
  for (let run = 0; run < RUNS; run++) {
    // In standard units: of the mean, and of the occupations about their mean.
    const ofMean = normalDraw(random);
    let squares = ofMean * ofMean;
    for (let k = 1; k < occupations; k++) squares += normalDraw(random) ** 2;
    if (Math.abs(ofMean) < limit && squares / occupations < critical) inside++;
  }
  return inside / RUNS;
}
