import { mean, sum, variance, type Stratum } from "./strata";

/**
 * Area under the ROC curve: the probability that a score of a is higher than one of b, ties
 * counting half. This is the Mann–Whitney statistic (Bamber 1975). Cost n log n.
 * @example auc([2, 3], [1, 2]) // 0.875
 */
export const auc = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  sortedAuc(Float64Array.from(a).sort(), Float64Array.from(b).sort());

/**
 * The same for scores that are sorted in ascending order.
 * @example sortedAuc(Float64Array.of(2, 3), Float64Array.of(1, 2)) // 0.875
 */
export function sortedAuc(a: Float64Array, b: Float64Array): number {
  let [below, upTo, wins] = [0, 0, 0];
  for (const score of a) {
    while (below < b.length && b[below]! < score) below++;
    while (upTo < b.length && b[upTo]! <= score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (a.length * b.length);
}

/**
 * AUC averaged over strata.
 * @example meanAuc([{ name: "x", a: [2], b: [1] }, { name: "y", a: [1], b: [1] }]) // 0.75
 */
export const meanAuc = (strata: readonly Stratum[]): number =>
  mean(strata.map(({ a, b }) => auc(a, b)));

/**
 * Variance of the AUC averaged over strata, by placements (DeLong, DeLong & Clarke-Pearson 1988,
 * Biometrics 44, 837-845): in each stratum the variance of the placements of a over nA plus that of
 * b over nB. A sample of one observation has no placement variance; it counts with the largest one,
 * ¼.
 * @example delongVariance([{ name: "x", a: [1, 3], b: [2, 4] }]) // 0.125
 */
export function delongVariance(strata: readonly Stratum[]): number {
  const variances = strata.map(
    ({ a, b }) => meanPlacementVariance(a, b) + meanPlacementVariance(b, a),
  );
  return sum(variances) / strata.length ** 2;
}

/** Variance of the mean placement of the scores `of` one sample among those of the other. */
function meanPlacementVariance(of: readonly number[], among: readonly number[]): number {
  if (of.length < 2) return 0.25;
  const sorted = Float64Array.from(among).sort();
  const placements = of.map((score) => {
    const below = countWhile(sorted, (other) => other < score);
    const upTo = countWhile(sorted, (other) => other <= score);
    return (below + upTo) / 2 / among.length;
  });
  return variance(placements) / of.length;
}

/** How many leading values fulfil a condition that holds up to some point (binary search). */
function countWhile(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Variance of the averaged AUC if a and b do not differ: (nA + nB + 1) / (12 nA nB) in each stratum
 * (Mann & Whitney 1947).
 * @example nullAucVariance([{ name: "x", a: [1, 2], b: [1, 2, 3] }]) // ≈ 0.0833
 */
export function nullAucVariance(strata: readonly Stratum[]): number {
  const variances = strata.map(
    ({ a, b }) => (a.length + b.length + 1) / (12 * a.length * b.length),
  );
  return sum(variances) / strata.length ** 2;
}
