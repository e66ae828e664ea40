import {
  noncentralFCdf,
  noncentralFQuantile,
  noncentralityBound,
  type DegreesOfFreedom,
} from "./noncentral-f";
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
  const variances = strata.map(({ variance }) => variance);
  const squares = sum(strata.map(({ effect }) => effect * effect));
  const f = squares / sum(variances);
  const df: DegreesOfFreedom = {
    numerator: effectiveCount(strata),
    denominator: sum(strata.map((stratum) => stratum.df)),
  };
  const perSquare = df.numerator / mean(variances);
  return {
    estimate: Math.sqrt(Math.max(0, squares - sum(variances)) / strata.length),
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
