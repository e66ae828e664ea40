import {
  noncentralFCdf,
  noncentralFQuantile,
  noncentralityBound,
  type DegreesOfFreedom,
} from "./noncentral-f";
import { largestEigenvalue } from "./eigenvalue";
import { mean, sum } from "./strata";

/** The effect in one stratum, with what is known of its sampling error. */
export interface StratumEffect {
  effect: number;
  /** Variance of the effect, with the variance within cells pooled over all strata. */
  variance: number;
  /** The same with the stratum's own variance within cells, and its degrees of freedom. */
  ownVariance: number;
  df: number;
}

/** The typical size S of the effects: the root of the mean of their squares. Opposite signs add. */
export interface TypicalSize {
  /** S without what the sampling error adds to it; 0 when the error alone explains the effects. */
  estimate: number;
  /** Upper confidence bound of S, one-sided at `level`. */
  upper(level: number): number;
  /** p of the hypothesis that S is at least `margin`. */
  equivalenceP(margin: number): number;
}

/**
 * Typical size of the effects of strata, by the equivalence F-test (Wellek 2010, Testing Statistical
 * Hypotheses of Equivalence and Noninferiority, ch. 7): F = Σ effect² / Σ variance is noncentral F
 * with noncentrality (number of strata) · S² / (mean variance). With equal cells of n texts F is
 * n · S² / 2. Where variances differ, the numerator has the degrees of freedom of Satterthwaite 1946
 * (Biometrics Bulletin 2, 110-114).
 * @example typicalSize([{ effect: 0, variance: 0.05, ownVariance: 0.05, df: 78 }]).estimate // 0
 */
export function typicalSize(strata: readonly StratumEffect[]): TypicalSize {
  const effects = strata.map(({ effect }) => effect);
  const variances = strata.map(({ variance }) => variance);
  return sizeOf(effects, variances, {
    numerator: effectiveCount(strata),
    denominator: sum(strata.map((stratum) => stratum.df)),
  });
}

/**
 * The same of means over units that were measured in every stratum, so that the errors of the means
 * depend on each other. A sum of squares then varies at most as if all of its variance lay in parts
 * as large as the largest one (Box 1954, Ann. Math. Statist. 25, 290-302, with the largest eigenvalue
 * in place of the mean one): so the bound holds in whatever direction the effects lie.
 * @param covariance of the means
 * @param df degrees of freedom of each of its entries: units − 1
 * @example typicalSizeOfMeans([0, 0], [[0.01, 0], [0, 0.01]], 29).estimate // 0
 */
export function typicalSizeOfMeans(
  means: readonly number[],
  covariance: readonly (readonly number[])[],
  df: number,
): TypicalSize {
  const variances = covariance.map((row, k) => row[k]!);
  const parts = sum(variances) / largestEigenvalue(covariance);
  return sizeOf(means, variances, { numerator: parts, denominator: df * parts });
}

function sizeOf(
  effects: readonly number[],
  variances: readonly number[],
  df: DegreesOfFreedom,
): TypicalSize {
  const squares = sum(effects.map((effect) => effect * effect));
  const f = squares / sum(variances);
  const perSquare = df.numerator / mean(variances);
  return {
    estimate: Math.sqrt(Math.max(0, squares - sum(variances)) / effects.length),
    upper: (level) => Math.sqrt(noncentralityBound(f, df, level) / perSquare),
    equivalenceP: (margin) => noncentralFCdf(f, df, perSquare * margin * margin),
  };
}

/**
 * The number of strata, fewer where a few of them bear most of the variance. An estimated variance
 * has the square v² · (1 + 2 / df) on average.
 */
function effectiveCount(strata: readonly StratumEffect[]): number {
  const variances = strata.map(({ variance }) => variance);
  const byDesign = sum(variances) ** 2 / sum(variances.map((v) => v * v));
  const own = sum(strata.map(({ ownVariance }) => ownVariance));
  const squares = sum(strata.map(({ ownVariance, df }) => (ownVariance ** 2 * df) / (df + 2)));
  return Math.min(byDesign, own ** 2 / squares);
}

/** Probability with which `varianceToShowTypicalSize` is to succeed. */
const POWER = 0.8;
/** So many texts that the variance within cells is as good as known. */
const KNOWN_VARIANCE = 1e6;

/**
 * The variance of a stratum's effect with which the typical size of `strata` effects, truly `size`,
 * is shown at `level` to be below `limit` with power .80. 0 where no number of texts shows it.
 * @example varianceToShowTypicalSize(0, 0.5, 5) // ≈ 0.0911
 */
export function varianceToShowTypicalSize(
  size: number,
  limit: number,
  strata: number,
  level = 0.05,
): number {
  if (size >= limit) return 0;
  const df = { numerator: strata, denominator: KNOWN_VARIANCE };
  const power = (variance: number): number => {
    const perSquare = strata / variance;
    const critical = noncentralFQuantile(level, df, perSquare * limit * limit);
    return noncentralFCdf(critical, df, perSquare * size * size);
  };
  let [low, high] = [0, limit * limit];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    if (power(middle) >= POWER) low = middle;
    else high = middle;
  }
  return low;
}
