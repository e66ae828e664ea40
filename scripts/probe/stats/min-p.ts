/** The joint test of several statistics of one hypothesis. */
export interface MinP {
  /** Of the hypothesis that none of the statistics shows anything. */
  p: number;
  /** Of each statistic, corrected for the others by stepping down. */
  adjusted: number[];
}

/** Statistics that differ by rounding only are equal: they are compared as multiples of 1 / PRECISION. */
const PRECISION = 1e9;

/**
 * Joint permutation test of statistics of which large values are extreme (Westfall & Young 1993,
 * Resampling-Based Multiple Testing, algorithm 2.8: step-down min-p). Each column of `permuted`
 * holds one statistic under the permutations, row by row the same ones. The observed values are one
 * more permutation, so that the test is exact and p is never zero.
 * @param permuted at least one column; all of one length
 * @example minPTest([3, 0], [[1, 2, 0], [1, 1, 1]]) // { p: 0.25, adjusted: [0.25, 1] }
 */
export function minPTest(
  observed: readonly number[],
  permuted: readonly ArrayLike<number>[],
): MinP {
  const columns = permuted.map((values, j) => tailProbabilities(observed[j]!, values));
  const own = columns.map((column) => column[0]!);
  const order = [...own.keys()].sort((i, j) => own[i]! - own[j]!);
  const rows = columns[0]!.length;
  const adjusted = new Array<number>(own.length);
  const smallest = new Float64Array(rows).fill(1);
  // From the least extreme statistic on: the minimum over those that are not yet rejected.
  for (const j of [...order].reverse()) {
    let extreme = 0;
    for (let r = 0; r < rows; r++) {
      smallest[r] = Math.min(smallest[r]!, columns[j]![r]!);
      if (smallest[r]! <= own[j]!) extreme++;
    }
    adjusted[j] = extreme / rows;
  }
  let largest = 0;
  for (const j of order) adjusted[j] = largest = Math.max(largest, adjusted[j]!);
  return { p: adjusted[order[0]!]!, adjusted };
}

/** Share of all values that are at least as large, first of the observed one, then of each permutation. */
function tailProbabilities(observed: number, permuted: ArrayLike<number>): Float64Array {
  const values = Float64Array.of(observed, ...Array.from(permuted)).map(
    (value) => Math.round(value * PRECISION) / PRECISION,
  );
  const sorted = values.slice().sort();
  const count = values.length;
  const below = new Map<number, number>();
  sorted.forEach((value, rank) => {
    if (!below.has(value)) below.set(value, rank);
  });
  return values.map((value) => (count - below.get(value)!) / count);
}
