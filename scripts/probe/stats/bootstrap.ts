import type { Random } from "../random";
import { hedges } from "./hedges";
import type { Stratum } from "./strata";

export const BOOTSTRAP_RESAMPLES = 10_000;

/**
 * Stratified bootstrap of Hedges' g (Efron & Tibshirani 1993, ch. 13: percentile intervals): every cell is resampled
 * with replacement to its own size. Returns the sorted replicates; cost is resamples × texts.
 */
export function bootstrapEffects(
  strata: readonly Stratum[],
  random: Random,
  resamples = BOOTSTRAP_RESAMPLES,
): Float64Array {
  const { sd } = hedges(strata);
  const replicates = new Float64Array(resamples);
  const draw = (cell: readonly number[]): number[] => cell.map(() => cell[random.below(cell.length)]!);
  for (let r = 0; r < resamples; r++)
    replicates[r] = hedges(
      strata.map(({ name, female, male }) => ({ name, female: draw(female), male: draw(male) })),
      sd,
    ).g;
  return replicates.sort();
}

/** Quantile of sorted values by linear interpolation between order statistics (Hyndman & Fan type 7, numpy's default). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low === high ? low : low + (position - below) * (high - low);
}

/** Two-sided percentile interval of sorted replicates. */
export const percentileInterval = (sorted: ArrayLike<number>, confidence: number): [low: number, high: number] => [
  quantile(sorted, (1 - confidence) / 2),
  quantile(sorted, 1 - (1 - confidence) / 2),
];
