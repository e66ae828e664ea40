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

/** Hedges' small-sample correction in its usual approximation J = 1 − 3 / (4·df − 1) (Hedges 1981, J. Educ. Stat. 6, 107-128). */
export const hedgesCorrection = (df: number): number => 1 - 3 / (4 * df - 1);

/** Within-cell sum of squares over the cells' degrees of freedom: the pooled SD of both samples over all strata. */
export function pooledSd(strata: readonly Stratum[]): { sd: number; df: number } {
  let squares = 0;
  let df = 0;
  for (const { a, b } of strata)
    for (const cell of [a, b]) {
      const centre = mean(cell);
      for (const value of cell) squares += (value - centre) ** 2;
      df += cell.length - 1;
    }
  return { sd: df > 0 ? Math.sqrt(squares / df) : 0, df };
}

/**
 * SD where no cell holds two texts: from the differences, whose variance is twice a text's if all strata differ alike;
 * else the SD within strata, samples taken together.
 */
function stratumSd(strata: readonly Stratum[]): number {
  const ofDifferences = Math.sqrt(variance(strata.map(stratumDifference)) / 2);
  if (pooledSd(strata).df === 0 && ofDifferences > ROUNDING) return ofDifferences;
  return pooledSd(strata.map(({ name, a, b }) => ({ name, a: [...a, ...b], b: [0] }))).sd;
}

/** Sums of equal rates differ by rounding only below this. */
const ROUNDING = 1e-12;

/**
 * The standardised contrast g = J · D / SD over strata that hold both samples. Equal samples give 0. Where the
 * texts of a cell do not vary at all `fallbackSd` stands in for the SD (a bootstrap resample of few texts may be
 * constant); without it the SD within strata, samples taken together, does.
 */
export function hedges(strata: readonly Stratum[], fallbackSd?: number): Effect {
  const difference = contrast(strata);
  const pooled = pooledSd(strata);
  if (Math.abs(difference) <= ROUNDING) return { g: 0, difference: 0, sd: pooled.sd };
  const sd = pooled.sd > ROUNDING ? pooled.sd : (fallbackSd ?? stratumSd(strata));
  return {
    g: ((pooled.df > 0 ? hedgesCorrection(pooled.df) : 1) * difference) / sd,
    difference,
    sd,
  };
}
