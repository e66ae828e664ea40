import { sum } from "./strata";

/**
 * Total variation distance of two distributions over the same outcomes: half the sum of the
 * absolute differences, in [0, 1].
 * @example totalVariation([0.75, 0.25], [0.5, 0.5]) // 0.25
 */
export const totalVariation = (p: readonly number[], q: readonly number[]): number =>
  sum(p.map((share, index) => Math.abs(share - q[index]!))) / 2;
