import { drawToFront, type Random } from "./random";
import { contrast, resamplingPlan, sum, type Stratum } from "./strata";

/** Permutations of an ordinary run. */
export const PERMUTATIONS = 9_999;

/** Sums in another order differ by rounding: within this they are "at least as large". */
const ROUNDING = 1e-9;

/**
 * Two-sided permutation test of the contrast D. The labels a and b are shuffled within each
 * stratum, so that a difference between strata never counts as one between the samples. For pairs,
 * and strata with a single observation in a sample, whole differences change their sign instead. p
 * = (1 + #{|D*| ≥ |D|}) / (R + 1), which is never zero (Phipson & Smyth 2010).
 * @example permutationTest([{ name: "x", a: [1, 2], b: [1, 2] }], randomOf(1, "x"), 99) // 1
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
    total: sum([...a, ...b]),
  }));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    let sumOfDifferences = 0;
    for (const { values, sizeOfA, total } of pools) {
      drawToFront(values, sizeOfA, random);
      let sumOfA = 0;
      for (let k = 0; k < sizeOfA; k++) sumOfA += values[k]!;
      sumOfDifferences += sumOfA / sizeOfA - (total - sumOfA) / (values.length - sizeOfA);
    }
    let difference = sumOfDifferences / strata.length;
    for (const { differences, weight } of groups)
      for (const value of differences)
        difference += random.below(2) === 0 ? weight * value : -weight * value;
    if (Math.abs(difference) >= limit) extreme++;
  }
  return (1 + extreme) / (permutations + 1);
}
