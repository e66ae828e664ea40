import type { Random } from "../random";
import { hedges } from "./hedges";
import { mean, type Stratum } from "./strata";

export type Interval = [low: number, high: number];

export const BOOTSTRAP_RESAMPLES = 10_000;

/**
 * Stratified bootstrap of Hedges' g (Efron & Tibshirani 1993, ch. 13: percentile intervals): every cell is resampled
 * with replacement to its own size, after its deviations were inflated by √(n / (n − 1)) (Davison & Hinkley 1997,
 * modified residuals): small cells would else vary too little and push g outwards. Returns the replicates as drawn (two conditions' are independent, so their differences are replicates of the difference).
 * Cost: resamples × texts.
 */
export function bootstrapEffects(
  strata: readonly Stratum[],
  random: Random,
  resamples = BOOTSTRAP_RESAMPLES,
): Float64Array {
  const { sd } = hedges(strata);
  const inflated = strata.map(({ name, female, male }) => ({ name, female: inflate(female), male: inflate(male) }));
  // One resample is drawn into the same arrays each time: this loop is most of a scoring's time.
  const resample = inflated.map(({ name, female, male }) => ({ name, female: [...female], male: [...male] }));
  const draw = (from: readonly number[], into: number[]): void => {
    for (let k = 0; k < into.length; k++) into[k] = from[random.below(from.length)]!;
  };
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    resample.forEach((stratum, k) => {
      draw(inflated[k]!.female, stratum.female);
      draw(inflated[k]!.male, stratum.male);
    });
    replicates[r] = hedges(resample, sd).g;
  }
  return replicates;
}

function inflate(cell: readonly number[]): number[] {
  const centre = mean(cell);
  const factor = cell.length > 1 ? Math.sqrt(cell.length / (cell.length - 1)) : 1;
  return cell.map((value) => centre + factor * (value - centre));
}

/** Quantile of sorted values by linear interpolation between order statistics (Hyndman & Fan type 7, numpy's default). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low === high ? low : low + (position - below) * (high - low);
}

/** Two-sided percentile interval of replicates. */
export function percentileInterval(replicates: Float64Array, confidence: number): Interval {
  const sorted = Float64Array.from(replicates).sort();
  return [quantile(sorted, (1 - confidence) / 2), quantile(sorted, 1 - (1 - confidence) / 2)];
}
