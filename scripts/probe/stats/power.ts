import { normalCdf, normalQuantile } from "./normal";
import type { Stratum } from "./strata";

const POWER = 0.8;

/**
 * Variance of the contrast D in units of the within-cell variance: (1/k²) Σ (1/nA + 1/nB) over the k strata; with n
 * texts in every cell 2 / (n·k). A pair counts once in each sample.
 */
export const designVariance = (strata: readonly Stratum[]): number =>
  strata.reduce(
    (sum, stratum) => sum + 1 / observationCount(stratum, "a") + 1 / observationCount(stratum, "b"),
    0,
  ) /
  strata.length ** 2;

/** Independent observations in one sample of a stratum. */
export const observationCount = (stratum: Stratum, sample: "a" | "b"): number =>
  stratum.pairs ? new Set(stratum.pairs[sample]).size : stratum[sample].length;

/**
 * Smallest |g| that a two-sided test at `alpha` finds with power .80 (normal approximation). The first step of Holm over
 * m metrics is alpha / m.
 */
export const minimumDetectableEffect = (variance: number, alpha: number): number =>
  (normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) * Math.sqrt(variance);

/** The reverse: variance of the design that finds |g| at `alpha` with power .80. */
export const varianceToDetect = (effect: number, alpha: number): number =>
  (effect / (normalQuantile(1 - alpha / 2) + normalQuantile(POWER))) ** 2;

/** Error of each of the two one-sided tests that show equivalence: the 90 % interval (Schuirmann 1987). */
export const EQUIVALENCE_LEVEL = 0.05;

/**
 * Variance of the design that shows with power .80 that an effect `waitForSlot` away from the margin lies inside it: two
 * one-sided tests at `level`, both ends allowed for.
 */
export const varianceToShowEquivalence = (room: number, level = EQUIVALENCE_LEVEL): number =>
  (room / (normalQuantile(1 - level) + normalQuantile((1 + POWER) / 2))) ** 2;

/** The design can show equivalence at all: its interval around 0 would lie inside the margin. */
export const canShowEquivalence = (
  variance: number,
  margin: number,
  level = EQUIVALENCE_LEVEL,
): boolean => normalQuantile(1 - level) * Math.sqrt(variance) < margin;

/**
 * Probability that an interval whose ends are each at `level` lies inside the margin when there is no difference
 * (Schuirmann 1987, power of two one-sided tests at the middle, normal approximation); with one side, below it. None
 * where the design cannot show it.
 */
export function equivalencePower(
  variance: number,
  margin: number,
  oneSided: boolean,
  level = EQUIVALENCE_LEVEL,
): number {
  if (!canShowEquivalence(variance, margin, level)) return 0;
  const one = normalCdf(margin / Math.sqrt(variance) - normalQuantile(1 - level));
  return oneSided ? one : 2 * one - 1;
}
