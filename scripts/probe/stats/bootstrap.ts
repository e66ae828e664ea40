import type { Random } from "./random";
import { hedges, hedgesCorrection, pooledSd } from "./hedges";
import { mean, resamplingPlan, type DifferenceGroup, type Stratum } from "./strata";

/** Resamples of an ordinary run. */
export const BOOTSTRAP_RESAMPLES = 10_000;

/** What is replicated: Hedges' g, or the contrast D in the metric's own unit. */
export type ReplicatedEffect = "g" | "difference";

/**
 * Stratified bootstrap of the contrast (Efron & Tibshirani 1993, ch. 13: percentile intervals).
 * Every cell is resampled with replacement to its own size. Deviations are first inflated by √(n /
 * (n − 1)) (Davison & Hinkley 1997, modified residuals); otherwise small cells would vary too
 * little and push g outwards. Pairs, and strata with a single observation in a sample, are
 * resampled as wholes (`resamplingPlan`); then the SD stays that of the data.
 *
 * Returns the replicates in the order drawn. Those of two independent runs may be subtracted one by
 * one: the differences are replicates of the difference. Cost: resamples × observations.
 * @example bootstrap([{ name: "x", a: [3, 3], b: [1, 1] }], randomOf(1, "x"), 2, "difference") // [2, 2]
 */
export function bootstrap(
  strata: readonly Stratum[],
  random: Random,
  resamples: number,
  effect: ReplicatedEffect,
): Float64Array {
  const { sd } = hedges(strata);
  const { cells, groups } = resamplingPlan(strata);
  const weight = 1 / strata.length;
  const samples = cells.flatMap(({ a, b, reference = [] }) => {
    const both = [inflatedSample(a, weight, true), inflatedSample(b, -weight, true)];
    return reference.length > 1 ? [...both, inflatedSample(reference, weight, false)] : both;
  });
  const inflatedGroups = groups.map(inflatedGroup);
  const { df } = pooledSd(cells);
  const fixedSd = groups.length > 0 || df === 0;
  const correction = hedgesCorrection(pooledSd(strata).df);
  return Float64Array.from({ length: resamples }, () => {
    const drawn = drawSamples(samples, random);
    const difference = addDrawnGroups(drawn.difference, inflatedGroups, random);
    if (effect === "difference") return difference;
    const ownSd = fixedSd ? sd : Math.sqrt(Math.max(0, drawn.squares) / df);
    return standardise(difference, ownSd, sd) * correction;
  });
}

/** Weighted sum of the means of resampled samples, and their sum of squares within samples. */
function drawSamples(
  samples: readonly InflatedSample[],
  random: Random,
): { difference: number; squares: number } {
  let difference = 0;
  let squares = 0;
  for (const { centre, deviations, weight, entersSd } of samples) {
    const n = deviations.length;
    let sum = 0;
    let sumOfSquares = 0;
    for (let k = 0; k < n; k++) {
      const value = deviations[random.below(n)]!;
      sum += value;
      sumOfSquares += value * value;
    }
    difference += weight * (centre + sum / n);
    if (entersSd) squares += sumOfSquares - (sum * sum) / n;
  }
  return { difference, squares };
}

/** D after the weighted sums of resampled groups of differences were added to it. */
function addDrawnGroups(
  difference: number,
  groups: readonly DifferenceGroup[],
  random: Random,
): number {
  let total = difference;
  for (const { differences, weight } of groups) {
    let sum = 0;
    for (let k = 0; k < differences.length; k++)
      sum += differences[random.below(differences.length)]!;
    total += weight * sum;
  }
  return total;
}

/**
 * A resample whose SD is below this share of the data's has constant samples; rounding leaves no
 * zero.
 */
const ROUNDING = 1e-7;

function standardise(difference: number, sd: number, fallbackSd: number): number {
  if (Math.abs(difference) <= 1e-12) return 0;
  return difference / (sd > ROUNDING * fallbackSd ? sd : fallbackSd);
}

interface InflatedSample {
  centre: number;
  /** Deviations from the centre, inflated. */
  deviations: Float64Array;
  /** Weight of the sample's mean in D. */
  weight: number;
  /** The sample is part of the pooled SD. */
  entersSd: boolean;
}

/** √(n / (n − 1)); 1 for a single value, which has no deviation. */
const inflationOf = (n: number): number => (n > 1 ? Math.sqrt(n / (n - 1)) : 1);

function inflatedSample(
  values: readonly number[],
  weight: number,
  entersSd: boolean,
): InflatedSample {
  const centre = mean(values);
  const inflation = inflationOf(values.length);
  const deviations = Float64Array.from(values, (value) => inflation * (value - centre));
  return { centre, deviations, weight, entersSd };
}

function inflatedGroup({ differences, weight }: DifferenceGroup): DifferenceGroup {
  const centre = mean(differences);
  const inflation = inflationOf(differences.length);
  return { differences: differences.map((value) => centre + inflation * (value - centre)), weight };
}
