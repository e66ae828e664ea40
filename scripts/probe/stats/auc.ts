import { Ranking } from "./ranking";
import { mean, sum, variance, type Stratum } from "./strata";

/**
 * Area under the ROC curve: the probability that a score of a is higher than one of b, ties
 * counting half. This is the Mann–Whitney statistic (Bamber 1975).
 * @param ranking overwritten; for many calls one that holds the largest b
 * @example auc([2, 3], [1, 2]) // 0.875
 */
export function auc(a: ArrayLike<number>, b: ArrayLike<number>, ranking?: Ranking): number {
  const comparisons = a.length * b.length;
  if (comparisons <= FEW_COMPARISONS) return byComparing(a, b) / (2 * comparisons);
  return byRanking(a, (ranking ?? new Ranking(b.length)).hold(b)) / (2 * comparisons);
}

/** So few comparisons are faster made one by one than saved by ranks. */
const FEW_COMPARISONS = 2_000;

/** Twice the wins of a over b. */
function byComparing(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let doubled = 0;
  for (let i = 0; i < a.length; i++) {
    const score = a[i]!;
    for (let j = 0; j < b.length; j++) doubled += Number(score > b[j]!) + Number(score >= b[j]!);
  }
  return doubled;
}

/** Twice the wins of a over the others. */
function byRanking(a: ArrayLike<number>, others: Ranking): number {
  let doubled = 0;
  for (let i = 0; i < a.length; i++) doubled += others.below(a[i]!) + others.upTo(a[i]!);
  return doubled;
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
  const others = new Ranking(among.length).hold(among);
  const placements = of.map(
    (score) => (others.below(score) + others.upTo(score)) / 2 / among.length,
  );
  return variance(placements) / of.length;
}

/**
 * Variance of an AUC of `share` between samples of sizes a and b: exponential scores (Hanley & McNeil
 * 1982, Radiology 143, 29-36). At ½ it is that of the Mann–Whitney statistic without a difference.
 * @example aucVarianceAt(0.5, 2, 3) // ≈ 0.0833
 */
export function aucVarianceAt(share: number, a: number, b: number): number {
  const square = share * share;
  const byA = (a - 1) * (share / (2 - share) - square);
  const byB = (b - 1) * ((2 * square) / (1 + share) - square);
  return (share * (1 - share) + byA + byB) / (a * b);
}

/**
 * Variance of the averaged AUC if a and b do not differ: (nA + nB + 1) / (12 nA nB) in each stratum
 * (Mann & Whitney 1947).
 * @example nullAucVariance([{ name: "x", a: [1, 2], b: [1, 2, 3] }]) // ≈ 0.0833
 */
export const nullAucVariance = (strata: readonly Stratum[]): number =>
  sum(strata.map(({ a, b }) => aucVarianceAt(0.5, a.length, b.length))) / strata.length ** 2;
