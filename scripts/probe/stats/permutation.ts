import type { Random } from "./random";
import { contrast, resamplingPlan, type Stratum } from "./strata";

export const PERMUTATIONS = 9_999;

/** Ties differ by rounding of sums in another order: they count as "at least as large". */
const ROUNDING = 1e-9;

/**
 * Two-sided permutation test of the contrast D: labels a and b are shuffled within each stratum, so that a
 * difference between strata is none between the samples; with pairs, or one observation in a sample, whole differences change
 * their sign instead. p = (1 + #{|D*| ≥ |D|}) / (R + 1) (Phipson & Smyth 2010: never zero).
 */
export function permutationTest(
  strata: readonly Stratum[],
  random: Random,
  permutations = PERMUTATIONS,
): number {
  const limit = Math.abs(contrast(strata)) - ROUNDING;
  const { cells, groups } = resamplingPlan(strata);
  const pools = cells.map(({ a, b }) => ({
    values: [...a, ...b],
    sizeOfA: a.length,
  }));
  const totals = pools.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    let sum = 0;
    pools.forEach(({ values, sizeOfA }, index) => {
      const chosen = drawSum(values, sizeOfA, random);
      sum += chosen / sizeOfA - (totals[index]! - chosen) / (values.length - sizeOfA);
    });
    let difference = sum / strata.length;
    for (const { differences, weight } of groups)
      for (const value of differences)
        difference += random.below(2) === 0 ? weight * value : -weight * value;
    if (Math.abs(difference) >= limit) extreme++;
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
