import type { Random } from "../random";
import { contrast, type Stratum } from "./strata";

export const PERMUTATIONS = 9_999;

/**
 * Two-sided permutation test of the contrast D: labels F and M are shuffled within each stratum, so that occupations
 * cannot pass for gender. p = (1 + #{|D*| ≥ |D|}) / (R + 1) (Phipson & Smyth 2010: never zero).
 */
export function permutationTest(strata: readonly Stratum[], random: Random, permutations = PERMUTATIONS): number {
  // Ties differ by rounding of sums in another order: they count as "at least as large".
  const limit = Math.abs(contrast(strata)) - 1e-9;
  const pools = strata.map(({ female, male }) => ({ values: [...female, ...male], females: female.length }));
  const totals = pools.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    let sum = 0;
    pools.forEach(({ values, females }, index) => {
      const chosen = drawSum(values, females, random);
      sum += chosen / females - (totals[index]! - chosen) / (values.length - females);
    });
    if (Math.abs(sum / pools.length) >= limit) extreme++;
  }
  return (1 + extreme) / (permutations + 1);
}

/** Sum of `count` values drawn without replacement: the first steps of a Fisher–Yates shuffle, in place. */
function drawSum(values: number[], count: number, random: Random): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const j = i + random.below(values.length - i);
    [values[i], values[j]] = [values[j]!, values[i]!];
    sum += values[i]!;
  }
  return sum;
}
