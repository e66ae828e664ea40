import { contrast, mean, stratumDifference, variance, type Stratum } from "./strata";

/** A standardised difference a − b. */
export interface Effect {
  /** Hedges' g: D over the pooled within-cell SD, times the small-sample correction. */
  g: number;
  /** D in the metric's own unit. */
  difference: number;
  /** Pooled within-cell standard deviation. */
  sd: number;
}

/**
 * Hedges' small-sample correction in its usual approximation J = 1 − 3 / (4·df − 1) (Hedges 1981,
 * J. Educ. Stat. 6, 107-128). With fewer than two degrees of freedom there is none, and the effect
 * stays as it is.
 * @example hedgesCorrection(10) // ≈ 0.9231
 */
export const hedgesCorrection = (df: number): number => (df > 1 ? 1 - 3 / (4 * df - 1) : 1);

/**
 * Pooled SD of both samples over all strata: √(sum of squares within cells / degrees of freedom).
 * @example pooledSd([{ name: "x", a: [1, 3], b: [4, 6] }]) // { sd: Math.sqrt(2), df: 2 }
 */
export function pooledSd(strata: readonly Stratum[]): { sd: number; df: number } {
  let squares = 0;
  let df = 0;
  for (const cell of strata.flatMap(({ a, b }) => [a, b])) {
    const centre = mean(cell);
    for (const value of cell) squares += (value - centre) ** 2;
    df += cell.length - 1;
  }
  return { sd: df > 0 ? Math.sqrt(squares / df) : 0, df };
}

/**
 * SD where no cell holds two values: from the differences of the strata, whose variance is twice
 * that of a value if all strata differ alike; otherwise the SD within strata, both samples
 * together.
 */
function stratumSd(strata: readonly Stratum[]): number {
  const ofDifferences = Math.sqrt(variance(strata.map(stratumDifference)) / 2);
  if (pooledSd(strata).df === 0 && ofDifferences > ROUNDING) return ofDifferences;
  return pooledSd(strata.map(({ name, a, b }) => ({ name, a: [...a, ...b], b: [0] }))).sd;
}

/** Sums of equal rates differ by rounding only below this. */
const ROUNDING = 1e-12;

/**
 * The standardised contrast g = J · D / SD over strata that hold both samples. Equal samples give
 * 0. If the values within cells do not vary, the SD is that within strata, both samples together.
 * @example hedges([{ name: "x", a: [5, 7], b: [1, 3] }]).g // ≈ 1.6162
 */
export function hedges(strata: readonly Stratum[]): Effect {
  const difference = contrast(strata);
  const pooled = pooledSd(strata);
  if (Math.abs(difference) <= ROUNDING) return { g: 0, difference: 0, sd: pooled.sd };
  const sd = pooled.sd > ROUNDING ? pooled.sd : stratumSd(strata);
  return { g: (hedgesCorrection(pooled.df) * difference) / sd, difference, sd };
}
