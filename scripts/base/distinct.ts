/**
 * The different numbers among some, in ascending order. Sorts `numbers` in place.
 * @example sortedDistinct(Int32Array.of(3, 1, 3)) // [1, 3]
 */
export const sortedDistinct = (numbers: Int32Array): Int32Array =>
  numbers.sort().filter((number, k, sorted) => number !== sorted[k - 1]);
