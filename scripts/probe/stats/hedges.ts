import { contrast, mean, type Stratum } from "./strata";

/** A standardised difference between the arms. Positive: F scores higher. */
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

/** Within-cell sum of squares over the cells' degrees of freedom: the pooled SD of the two arms over all strata. */
export function pooledSd(strata: readonly Stratum[]): { sd: number; df: number } {
  let squares = 0;
  let df = 0;
  for (const { female, male } of strata)
    for (const cell of [female, male]) {
      const centre = mean(cell);
      squares += cell.reduce((sum, value) => sum + (value - centre) ** 2, 0);
      df += cell.length - 1;
    }
  return { sd: df > 0 ? Math.sqrt(squares / df) : 0, df };
}

/**
 * The standardised contrast g = J · D / SD over strata that hold both arms. Equal texts in both arms give 0. Where the
 * cells do not vary at all, `fallbackSd` stands in for the SD (a bootstrap resample of few texts may be constant).
 */
export function hedges(strata: readonly Stratum[], fallbackSd = 0): Effect {
  const difference = contrast(strata);
  const { sd, df } = pooledSd(strata);
  const scale = sd > ROUNDING ? sd : fallbackSd;
  if (Math.abs(difference) <= ROUNDING) return { g: 0, difference: 0, sd };
  const correction = df > 0 ? hedgesCorrection(df) : 1;
  return { g: scale > 0 ? (correction * difference) / scale : Math.sign(difference) * Infinity, difference, sd };
}

/** Sums of equal rates differ by rounding only below this. */
const ROUNDING = 1e-12;
