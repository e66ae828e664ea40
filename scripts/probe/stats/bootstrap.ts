import type { Random } from "./random";
import { hedges, hedgesCorrection, pooledSd } from "./hedges";
import { mean, resamplingPlan, type DifferenceGroup, type Stratum } from "./strata";

export const BOOTSTRAP_RESAMPLES = 10_000;

/** What a replicate is: Hedges' g, or D in the metric's own unit. */
export type Replicated = "g" | "difference";

/**
 * Stratified bootstrap of the contrast (Efron & Tibshirani 1993, ch. 13: percentile intervals): every cell is resampled
 * with replacement to its own size, after its deviations were inflated by √(n / (n − 1)) (Davison & Hinkley 1997,
 * modified residuals): small cells would else vary too little and push g outwards. Pairs, and strata with a single text
 * in a sample, are resampled as wholes (`resamplingPlan`); then the SD stays that of the texts. Returns the replicates as
 * drawn (two conditions' are independent, so their differences are replicates of the difference).
 * Cost: resamples × texts.
 */
export function bootstrap(
  strata: readonly Stratum[],
  random: Random,
  resamples: number,
  replicated: Replicated,
): Float64Array {
  const { sd } = hedges(strata);
  const { cells, groups } = resamplingPlan(strata);
  const samples = cells.flatMap(({ a, b, reference = [] }) => [
    sample(a, 1 / strata.length, true),
    sample(b, -1 / strata.length, true),
    ...(reference.length > 1 ? [sample(reference, 1 / strata.length, false)] : []),
  ]);
  const wholes = groups.map(inflatedGroup);
  const { df } = pooledSd(cells);
  const fixedSd = groups.length > 0 || df === 0;
  const correction = fixedSd
    ? hedgesCorrection(Math.max(2, pooledSd(strata).df))
    : hedgesCorrection(df);
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let difference = 0;
    let squares = 0;
    for (const { centre, deviations, weight, spread } of samples) {
      const n = deviations.length;
      let sum = 0;
      let sumOfSquares = 0;
      for (let k = 0; k < n; k++) {
        const value = deviations[random.below(n)]!;
        sum += value;
        sumOfSquares += value * value;
      }
      difference += weight * (centre + sum / n);
      if (spread) squares += sumOfSquares - (sum * sum) / n;
    }
    for (const { differences, weight } of wholes) {
      let sum = 0;
      for (let k = 0; k < differences.length; k++)
        sum += differences[random.below(differences.length)]!;
      difference += weight * sum;
    }
    replicates[r] =
      replicated === "difference"
        ? difference
        : standardise(difference, fixedSd ? sd : Math.sqrt(Math.max(0, squares) / df), sd) *
          correction;
  }
  return replicates;
}

/** Hedges' g of bootstrap resamples. */
export const bootstrapEffects = (
  strata: readonly Stratum[],
  random: Random,
  resamples = BOOTSTRAP_RESAMPLES,
): Float64Array => bootstrap(strata, random, resamples, "g");

/** Sums of equal rates differ by rounding only below this; a resample of few texts may be constant: then `fallback`. */
const ROUNDING = 1e-7;
function standardise(difference: number, sd: number, fallback: number): number {
  if (Math.abs(difference) <= 1e-12) return 0;
  return difference / (sd > ROUNDING * fallback ? sd : fallback);
}

interface Sample {
  centre: number;
  deviations: Float64Array;
  weight: number;
  /** Counts for the pooled SD. */
  spread: boolean;
}

function sample(values: readonly number[], weight: number, spread: boolean): Sample {
  const centre = mean(values);
  const inflation = Math.sqrt(values.length / (values.length - 1));
  return {
    centre,
    deviations: Float64Array.from(values, (value) => inflation * (value - centre)),
    weight,
    spread,
  };
}

function inflatedGroup({ differences, weight }: DifferenceGroup): DifferenceGroup {
  const centre = mean(differences);
  const inflation =
    differences.length > 1 ? Math.sqrt(differences.length / (differences.length - 1)) : 1;
  return { differences: differences.map((value) => centre + inflation * (value - centre)), weight };
}
