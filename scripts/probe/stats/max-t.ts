/** Values that differ by rounding only are equal. */
const ROUNDING = 1e-9;

/** Counts, permutation by permutation, and ends in p values. */
export interface StepDown {
  /** One more permutation. */
  count(permuted: ArrayLike<number>): void;
  /** Adjusted p of every statistic, from the permutations counted. */
  pValues(): number[];
}

/**
 * Step-down maxT (Westfall & Young 1993, Resampling-Based Multiple Testing, algorithm 4.1): p
 * values of statistics of which large values are extreme, corrected for all of them. A statistic
 * that is not above 0 has p 1.
 * @example stepDownMaxT([3, 1]).pValues() // [1, 1]
 */
export function stepDownMaxT(observed: ArrayLike<number>): StepDown {
  const own = Array.from(observed);
  const order = [...own.keys()].sort((i, j) => own[j]! - own[i]!);
  const extreme = new Int32Array(own.length);
  let permutations = 0;
  return {
    count: (permuted) => {
      permutations++;
      let largest = -Infinity;
      for (let rank = order.length - 1; rank >= 0; rank--) {
        const k = order[rank]!;
        largest = Math.max(largest, permuted[k]!);
        if (largest >= own[k]! - ROUNDING) extreme[k]!++;
      }
    },
    pValues: () => {
      const p = new Array<number>(own.length);
      let highest = 0;
      for (const k of order) {
        highest = Math.max(highest, (1 + extreme[k]!) / (permutations + 1));
        p[k] = own[k]! > 0 ? highest : 1;
      }
      return p;
    },
  };
}

/**
 * The same for permutations that are held in memory.
 * @example maxT([3, 1], [[0, 0], [1, 2], [0, 1]]) // [0.25, 0.75]
 */
export function maxT(
  observed: ArrayLike<number>,
  permuted: readonly ArrayLike<number>[],
): number[] {
  const counted = stepDownMaxT(observed);
  for (const values of permuted) counted.count(values);
  return counted.pValues();
}
