import { groupBy } from "../../base/group-by";
import { stepDownMaxT } from "./max-t";
import { minPTest } from "./min-p";
import { permutationPool, poolKey, type Relabelled } from "./permutation-pool";
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
export const jointPermutationTest = (
  strata: readonly Stratum[],
  randomFor: RandomFor,
  permutations: number,
): JointTest => jointPermutationTests([strata], randomFor, permutations)[0]!;

/**
 * The same of several measures: permutations of the observations that they share are drawn once.
 * @example jointPermutationTests([], randomsOf(1, "x"), 99) // []
 */
export function jointPermutationTests(
  measures: readonly (readonly Stratum[])[],
  randomFor: RandomFor,
  permutations: number,
): JointTest[] {
  const places = measures.flatMap((strata, m) =>
    strata.map((stratum, k) => ({ stratum, measure: m, place: k })),
  );
  const shared = [...groupBy(places, ({ stratum, measure }) => poolKey(stratum, measure)).values()];
  const pools = shared.map((own) =>
    permutationPool(
      own.map(({ stratum }) => stratum),
      randomFor(own[0]!.stratum.name),
    ),
  );
  const relabelled = measures.map((strata) => new Array<Relabelled>(strata.length));
  shared.forEach((own, g) => {
    own.forEach(({ measure, place }, m) => (relabelled[measure]![place] = pools[g]!.scored[m]!));
  });
  const tests = relabelled.map((strata) => openTest(strata, permutations));
  const drawn = measures.map((strata) => new Float64Array(strata.length));
  for (let r = 0; r < permutations; r++) {
    shared.forEach((own, g) => {
      const differences = pools[g]!.draw();
      own.forEach(({ measure, place }, m) => (drawn[measure]![place] = differences[m]!));
    });
    tests.forEach((test, m) => {
      test.count(drawn[m]!);
    });
  }
  return tests.map((test) => test.result());
}

/**
 * The joint test of any relabelling.
 * @param relabel fills in the strata's differences of the next one
 * @example jointTest([{ difference: 0, sd: 1, varies: true }], 9, (drawn) => drawn.fill(1)).p // 1
 */
export function jointTest(
  strata: readonly Relabelled[],
  relabellings: number,
  relabel: (drawn: Float64Array) => void,
): JointTest {
  const test = openTest(strata, relabellings);
  const drawn = new Float64Array(strata.length);
  for (let r = 0; r < relabellings; r++) {
    relabel(drawn);
    test.count(drawn);
  }
  return test.result();
}

/** A joint test that takes the strata's differences of one relabelling after the other. */
function openTest(strata: readonly Relabelled[], relabellings: number) {
  const weights = strata.map(({ sd, varies }) => (varies && sd > 0 ? 1 / (sd * sd) : 0));
  const spreadSd = Math.sqrt(sum(strata.map(({ sd }) => sd * sd))) || 1;
  const sizesOf = (differences: Float64Array): Float64Array =>
    differences.map((difference, k) => standardised(difference, strata[k]!));
  const statisticsOf = (differences: Float64Array, sizes: Float64Array) => [
    Math.abs(sum(differences)) / spreadSd,
    spreadOf(differences, weights),
    sizes.reduce((most, size) => Math.max(most, size), 0),
  ];
  const observed = Float64Array.from(strata, ({ difference }) => difference);
  const ranking = stepDownMaxT(sizesOf(observed));
  const columns = [0, 1, 2].map(() => new Float64Array(relabellings));
  let counted = 0;
  return {
    count: (differences: Float64Array): void => {
      const sizes = sizesOf(differences);
      statisticsOf(differences, sizes).forEach((value, j) => (columns[j]![counted] = value));
      ranking.count(sizes);
      counted++;
    },
    result: (): JointTest => {
      const { p, relabelled, adjusted } = minPTest(
        statisticsOf(observed, sizesOf(observed)),
        columns,
      );
      const [ofMean, spread, largest] = adjusted as [number, number, number];
      return {
        p,
        relabelled,
        statistics: { mean: ofMean, spread, largest },
        strata: ranking.pValues(),
      };
    },
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
