import { groupBy } from "../../base/group-by";
import { sum } from "./strata";

/** One test of a family. */
export interface FamilyTest {
  p: number;
  /** p as observed, and what it is under each relabelling; absent where p is not from relabellings. */
  relabelled?: Float64Array;
  /** Tests with the same name were relabelled in the same ways, row by row. */
  alike?: string;
}

/**
 * p values corrected for all tests of a family, by step-down min-p (Westfall & Young 1993,
 * Resampling-Based Multiple Testing, algorithm 2.8; Ge, Dudoit & Speed 2003, Test 12, 1-77): the
 * probability that of this test and those with larger p any has a p as small if nothing differs. Of
 * tests that were relabelled alike it is a share of their relabellings, which knows how they depend
 * on each other. Where that is not known probabilities are added: without any relabellings this is
 * Holm's correction.
 * @example stepDownMinP([{ p: 0.04 }, { p: 0.01 }]) // [0.04, 0.02]
 */
export function stepDownMinP(tests: readonly FamilyTest[]): number[] {
  const order = [...tests.keys()].sort((i, j) => tests[i]!.p - tests[j]!.p);
  const adjusted = new Array<number>(tests.length);
  let highest = 0;
  order.forEach((k, rank) => {
    const open = order.slice(rank).map((j) => tests[j]!);
    highest = Math.max(highest, Math.min(1, chanceOfAny(open, tests[k]!.p)));
    adjusted[k] = highest;
  });
  return adjusted;
}

/** Probability that any of the tests has a p of at most `limit` if nothing differs; never too small. */
function chanceOfAny(tests: readonly FamilyTest[], limit: number): number {
  const relabelled = tests.filter((test) => test.relabelled !== undefined);
  const groups = [...groupBy(relabelled, ({ alike }) => alike).values()];
  const shares = groups.map((group) =>
    shareWithAny(
      group.map((test) => test.relabelled!),
      limit,
    ),
  );
  return sum(shares) + (tests.length - relabelled.length) * limit;
}

/** Share of rows in which any column is at most `limit`; of columns of different lengths the common rows. */
function shareWithAny(columns: readonly Float64Array[], limit: number): number {
  const rows = Math.min(...columns.map(({ length }) => length));
  let count = 0;
  for (let r = 0; r < rows; r++) if (columns.some((column) => column[r]! <= limit)) count++;
  return count / rows;
}

/** The joint test of several statistics of one hypothesis. */
export interface MinP {
  /** Of the hypothesis that none of the statistics shows anything. */
  p: number;
  /** The same p under each relabelling, first as observed. */
  relabelled: Float64Array;
  /** Of each statistic, corrected for the others by stepping down. */
  adjusted: number[];
}

/** Statistics that differ by rounding only are equal: they are compared as multiples of 1 / PRECISION. */
const PRECISION = 1e9;

/**
 * Joint permutation test of statistics of which large values are extreme, by the smallest of their p
 * values. Each column of `permuted` holds one statistic under the permutations, row by row the same
 * ones. The observed values are one more permutation, so that the test is exact and p is never zero.
 * @param permuted at least one column; all of one length
 * @example minPTest([3, 0], [[1, 2, 0], [1, 1, 1]]).adjusted // [0.25, 1]
 */
export function minPTest(
  observed: readonly number[],
  permuted: readonly ArrayLike<number>[],
): MinP {
  const columns = permuted.map((values, j) =>
    tailProbabilities(Float64Array.of(observed[j]!, ...Array.from(values))),
  );
  const largeness = columns[0]!.map((_, r) => -Math.min(...columns.map((column) => column[r]!)));
  const relabelled = tailProbabilities(largeness);
  return {
    p: relabelled[0]!,
    relabelled,
    adjusted: stepDownMinP(columns.map((column) => ({ p: column[0]!, relabelled: column }))),
  };
}

/** Share of all values that are at least as large, of each value. */
function tailProbabilities(exact: Float64Array): Float64Array {
  const values = exact.map((value) => Math.round(value * PRECISION) / PRECISION);
  const sorted = values.slice().sort();
  const count = values.length;
  const below = new Map<number, number>();
  sorted.forEach((value, rank) => {
    if (!below.has(value)) below.set(value, rank);
  });
  return values.map((value) => (count - below.get(value)!) / count);
}
