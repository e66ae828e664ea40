import { permutationPool } from "./permutation-pool";
import type { Random } from "./random";
import { contrast, type Stratum } from "./strata";

/** Permutations of an ordinary run. */
export const PERMUTATIONS = 9_999;

/** Sums in another order differ by rounding: within this they are "at least as large". */
const ROUNDING = 1e-9;

/**
 * Two-sided permutation test of the contrast D, by `permutationPool`. p = (1 + #{|D*| ≥ |D|}) /
 * (R + 1), which is never zero (Phipson & Smyth 2010).
 * @example permutationTest([{ name: "x", a: [1, 2], b: [1, 2] }], randomOf(1, "x"), 99) // 1
 */
export function permutationTest(
  strata: readonly Stratum[],
  random: Random,
  permutations = PERMUTATIONS,
): number {
  const limit = Math.abs(contrast(strata)) - ROUNDING;
  const pools = strata.map((stratum) => permutationPool([stratum], random));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    let difference = 0;
    for (const pool of pools) difference += pool.draw()[0]!;
    if (Math.abs(difference / pools.length) >= limit) extreme++;
  }
  return (1 + extreme) / (permutations + 1);
}
