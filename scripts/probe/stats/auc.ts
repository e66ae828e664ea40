import { mean, type Stratum } from "./strata";

/**
 * Area under the ROC curve: the chance that a score of a is higher than one of b, ties counting half (the Mann–Whitney
 * statistic, Bamber 1975). Cost n log n.
 */
export const auc = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  sortedAuc(Float64Array.from(a).sort(), Float64Array.from(b).sort());

/** The same of sorted scores. */
export function sortedAuc(a: Float64Array, b: Float64Array): number {
  let [below, upTo, wins] = [0, 0, 0];
  for (const score of a) {
    while (below < b.length && b[below]! < score) below++;
    while (upTo < b.length && b[upTo]! <= score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (a.length * b.length);
}

/** AUC averaged over strata. */
export const meanAuc = (strata: readonly Stratum[]): number =>
  mean(strata.map(({ a, b }) => auc(a, b)));

/**
 * Variance of the AUC averaged over strata, by placements (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44,
 * 837-845): in each stratum the variance of the placements of a over nA plus that of b over nB. A stratum
 * with one observation in a sample has no placement variance there; it counts with the largest one, ¼.
 */
export function delongVariance(strata: readonly Stratum[]): number {
  let sum = 0;
  for (const { a, b } of strata) sum += placementVariance(a, b) + placementVariance(b, a);
  return sum / strata.length ** 2;
}

function placementVariance(of: readonly number[], among: readonly number[]): number {
  if (of.length < 2) return 0.25;
  const sorted = Float64Array.from(among).sort();
  const placements = of.map(
    (score) =>
      (countBelow(sorted, score, false) + countBelow(sorted, score, true)) / 2 / among.length,
  );
  const centre = mean(placements);
  return (
    placements.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (of.length - 1) / of.length
  );
}

/** How many sorted values are below a value, or at most as large. */
function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Variance of the averaged AUC when a and b do not differ: (nA + nB + 1) / (12 nA nB) in each stratum (Mann & Whitney 1947). */
export const nullAucVariance = (strata: readonly Stratum[]): number =>
  strata.reduce(
    (sum, { a, b }) => sum + (a.length + b.length + 1) / (12 * a.length * b.length),
    0,
  ) /
  strata.length ** 2;
