import { stepDownMinP } from "./min-p";

/**
 * Holm's step-down adjusted p values (Holm 1979, Scandinavian Journal of Statistics 6, 65-70), in
 * the order given, of tests of which no more is known than their p. The k-th smallest of m is
 * multiplied by m − k + 1; adjusted values never decrease and never exceed 1.
 * @example holm([0.04, 0.01]) // [0.04, 0.02]
 */
export const holm = (pValues: readonly number[]): number[] =>
  stepDownMinP(pValues.map((p) => ({ p })));
