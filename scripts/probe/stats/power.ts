import { normalQuantile } from "./normal";
import { sum, type Stratum } from "./strata";

const POWER = 0.8;

/**
 * Variance of the contrast D in units of the within-cell variance: (1/k²) Σ (1/nA + 1/nB) over the
 * k strata; with n observations in every cell 2 / (n·k).
 * @example designVariance([{ name: "x", a: [1, 2], b: [1, 2] }]) // 1
 */
export const designVariance = (strata: readonly Stratum[]): number =>
  sum(observationCounts(strata).map((n) => 1 / n)) / strata.length ** 2;

/**
 * Independent observations in one sample of a stratum: a pair counts once.
 * @example observationCount({ name: "x", a: [1, 2], b: [3] }, "a") // 2
 */
export const observationCount = (stratum: Stratum, sample: "a" | "b"): number =>
  stratum.pairs ? new Set(stratum.pairs[sample]).size : stratum[sample].length;

/**
 * The observations in both samples of every stratum.
 * @example observationCounts([{ name: "x", a: [1, 2], b: [3] }]) // [2, 1]
 */
export const observationCounts = (strata: readonly Stratum[]): number[] =>
  strata.flatMap((one) => [observationCount(one, "a"), observationCount(one, "b")]);

/** Distance from 0, in standard errors, of an effect that a two-sided test finds with power .80. */
const detectableZ = (alpha: number): number =>
  normalQuantile(1 - alpha / 2) + normalQuantile(POWER);

/**
 * Smallest |g| that a two-sided test at `alpha` finds with power .80 (normal approximation). One
 * of m metrics has alpha / m at worst.
 * @example minimumDetectableEffect(0.01, 0.05) // ≈ 0.280
 */
export const minimumDetectableEffect = (variance: number, alpha: number): number =>
  detectableZ(alpha) * Math.sqrt(variance);

/**
 * The inverse: the variance of the design that finds |g| at `alpha` with power .80.
 * @example varianceToDetect(0.5, 0.05) // ≈ 0.0319
 */
export const varianceToDetect = (effect: number, alpha: number): number =>
  (effect / detectableZ(alpha)) ** 2;

/** Level of each of the two one-sided tests of equivalence: the 90 % interval (Schuirmann 1987). */
export const EQUIVALENCE_LEVEL = 0.05;

/**
 * Variance of the design that shows with power .80 that an effect lies inside the margin, by two
 * one-sided tests at `level`. `distance` is that between the effect and the margin.
 * @example varianceToShowEquivalence(0.3) // ≈ 0.0105
 */
export const varianceToShowEquivalence = (distance: number, level = EQUIVALENCE_LEVEL): number =>
  (distance / (normalQuantile(1 - level) + normalQuantile((1 + POWER) / 2))) ** 2;

/**
 * Whether the design can show equivalence at all: its interval around 0 would lie inside the
 * margin.
 * @example canShowEquivalence(0.01, 0.4) // true
 */
export const canShowEquivalence = (
  variance: number,
  margin: number,
  level = EQUIVALENCE_LEVEL,
): boolean => normalQuantile(1 - level) * Math.sqrt(variance) < margin;
