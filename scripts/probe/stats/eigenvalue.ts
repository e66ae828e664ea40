import { sum } from "./strata";

/** Enough for six digits, where the two largest differ by a tenth. */
const STEPS = 200;

/**
 * The largest eigenvalue of a symmetric matrix without negative ones, such as a covariance: power
 * iteration, and its Rayleigh quotient.
 * @example largestEigenvalue([[2, 1], [1, 2]]) // ≈ 3.0
 */
export function largestEigenvalue(matrix: readonly (readonly number[])[]): number {
  const times = (vector: readonly number[]): number[] =>
    matrix.map((row) => sum(row.map((value, k) => value * vector[k]!)));
  // Not symmetric itself: it is orthogonal to no eigenvector that a symmetric design has.
  let vector = matrix.map((_, k) => 1 + k / (matrix.length + 1));
  let value = 0;
  for (let step = 0; step < STEPS; step++) {
    const next = times(vector);
    const length = Math.sqrt(sum(next.map((part) => part * part)));
    if (length === 0) return 0;
    vector = next.map((part) => part / length);
    value = sum(times(vector).map((part, k) => part * vector[k]!));
  }
  return value;
}
