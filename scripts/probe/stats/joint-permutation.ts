import { stepDownMaxT } from "./max-t";
import { minPTest } from "./min-p";
import { permutationPool, type PermutationPool } from "./permutation-pool";
import type { RandomFor } from "./random";
import { sum, type Stratum } from "./strata";

/** What a joint permutation test found. */
export interface JointTest {
  /** Of the hypothesis that the samples differ in no stratum. */
  p: number;
  /**
   * The same p under each relabelling, first as observed: equal streams relabel alike. Absent where
   * p is not from relabellings.
   */
  relabelled?: Float64Array;
  /** p of each statistic, corrected for the others. */
  statistics: { mean: number; spread: number; largest: number };
  /** p of every stratum, corrected for all strata; 1 for one that cannot be tested alone. */
  strata: number[];
}

/**
 * Tests by one within-stratum permutation whether a and b differ in any way that a mean hides:
 * the mean |D|, the spread of the strata's differences (Cochran's Q with the permutation
 * variances: opposite differences add to it) and the largest |difference| of a stratum in units of
 * its permutation SD. The p values are those of `minPTest`; the strata's are step-down maxT
 * (Westfall & Young 1993, algorithm 4.1). Labels are permuted as in `permutationTest`, of every
 * stratum by a stream of its own: a measure that lacks some strata permutes the others as all do.
 * @example jointPermutationTest([{ name: "x", a: [1, 2], b: [1, 2] }], randomsOf(1, "x"), 99).p // 1
 */
export function jointPermutationTest(
  strata: readonly Stratum[],
  randomFor: RandomFor,
  permutations: number,
): JointTest {
  const pools = strata.map((stratum) => permutationPool(stratum, randomFor(stratum.name)));
  return jointTest(pools, permutations, (drawn) => {
    pools.forEach((pool, k) => (drawn[k] = pool.draw()));
  });
}

/** A stratum's difference, and how relabelling changes it. */
export type Relabelled = Pick<PermutationPool, "difference" | "sd" | "varies">;

/**
 * The joint test of any relabelling.
 * @param relabel fills in the strata's differences of the next one
 * @example jointTest([{ difference: 0, sd: 1, varies: true }], 9, (drawn) => drawn.fill(1)).p // 1
 */
export function jointTest(
  pools: readonly Relabelled[],
  relabellings: number,
  relabel: (drawn: Float64Array) => void,
): JointTest {
  const weights = pools.map(({ sd, varies }) => (varies && sd > 0 ? 1 / (sd * sd) : 0));
  const spreadSd = Math.sqrt(sum(pools.map(({ sd }) => sd * sd))) || 1;
  const sizesOf = (differences: Float64Array): Float64Array =>
    differences.map((difference, k) => standardised(difference, pools[k]!));
  const statisticsOf = (differences: Float64Array): [number, number, number] => [
    Math.abs(sum(differences)) / spreadSd,
    spreadOf(differences, weights),
    sizesOf(differences).reduce((most, size) => Math.max(most, size), 0),
  ];
  const observed = Float64Array.from(pools, ({ difference }) => difference);
  const ranking = stepDownMaxT(sizesOf(observed));
  const columns = [0, 1, 2].map(() => new Float64Array(relabellings));
  const drawn = new Float64Array(pools.length);
  for (let r = 0; r < relabellings; r++) {
    relabel(drawn);
    statisticsOf(drawn).forEach((value, j) => (columns[j]![r] = value));
    ranking.count(sizesOf(drawn));
  }
  const { p, relabelled, adjusted } = minPTest(statisticsOf(observed), columns);
  const [ofMean, spread, largest] = adjusted as [number, number, number];
  return {
    p,
    relabelled,
    statistics: { mean: ofMean, spread, largest },
    strata: ranking.pValues(),
  };
}

function spreadOf(differences: Float64Array, weights: readonly number[]): number {
  const total = sum(weights);
  if (total === 0) return 0;
  let centre = 0;
  for (let k = 0; k < weights.length; k++) centre += (weights[k]! * differences[k]!) / total;
  let spread = 0;
  for (let k = 0; k < weights.length; k++) spread += weights[k]! * (differences[k]! - centre) ** 2;
  return spread;
}

const standardised = (difference: number, { sd, varies }: Relabelled): number =>
  varies && sd > 0 ? Math.abs(difference) / sd : 0;
