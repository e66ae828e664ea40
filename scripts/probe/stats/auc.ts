import { mean, type Stratum } from "./strata";

/**
 * Area under the ROC curve: the chance that a score of F is higher than one of M, ties counting half (the Mann–Whitney
 * statistic, Bamber 1975). Cost n log n.
 */
export const auc = (female: ArrayLike<number>, male: ArrayLike<number>): number =>
  sortedAuc(Float64Array.from(female).sort(), Float64Array.from(male).sort());

/** The same of sorted scores. */
export function sortedAuc(f: Float64Array, m: Float64Array): number {
  let [below, upTo, wins] = [0, 0, 0];
  for (const score of f) {
    while (below < m.length && m[below]! < score) below++;
    while (upTo < m.length && m[upTo]! <= score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (f.length * m.length);
}

/** AUC averaged over strata. */
export const meanAuc = (strata: readonly Stratum[]): number =>
  mean(strata.map(({ female, male }) => auc(female, male)));

/**
 * Variance of the AUC averaged over strata, by placements (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44,
 * 837-845): in each stratum the variance of the F placements over nF plus that of the M placements over nM. A stratum
 * with one text in an arm has no placement variance there; it counts with the largest one, ¼.
 */
export function delongVariance(strata: readonly Stratum[]): number {
  let sum = 0;
  for (const { female, male } of strata)
    sum += placementVariance(female, male) + placementVariance(male, female);
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

/** Variance of the averaged AUC when F and M do not differ: (nF + nM + 1) / (12 nF nM) in each stratum (Mann & Whitney 1947). */
export const nullAucVariance = (strata: readonly Stratum[]): number =>
  strata.reduce(
    (sum, { female, male }) =>
      sum + (female.length + male.length + 1) / (12 * female.length * male.length),
    0,
  ) /
  strata.length ** 2;
