import type { Random } from "./random";
import { mean, pairDifferences, sum, variance, type Stratum } from "./strata";

/** A stratum under permutations. */
export interface PermutationPool {
  /** a − b as observed. */
  difference: number;
  /** SD of the difference over all permutations. */
  sd: number;
  /** Whether permutations can change the size of the difference; of one pair they change its sign only. */
  varies: boolean;
  /** The difference of the next permutation. */
  draw(): number;
}

/**
 * Permutes the labels a and b within a stratum, so that a difference between strata never counts as
 * one between the samples. Of pairs, and of a stratum with a single observation in a sample, whole
 * differences change their sign instead. Strata of the same numbers of observations, or of the same
 * pairs, are permuted alike where their streams are.
 * @example permutationPool({ name: "x", a: [3], b: [1] }, randomOf(1, "x")).difference // 2
 */
export function permutationPool(stratum: Stratum, random: Random): PermutationPool {
  const { a, b, pairs } = stratum;
  const differences = pairDifferences(stratum);
  if (pairs || Math.min(a.length, b.length) < 2) return signedPool(differences, random);
  const pooled = [...a, ...b];
  const values = Float64Array.from(pooled);
  const total = sum(values);
  return {
    difference: differences[0]!,
    sd: Math.sqrt(variance(pooled) * (1 / a.length + 1 / b.length)),
    varies: true,
    draw: () => {
      let sumOfA = 0;
      // As `drawToFront`, and adds up what it draws: this is where a test spends its time.
      for (let i = 0; i < a.length; i++) {
        const j = i + random.below(values.length - i);
        const drawn = values[j]!;
        values[j] = values[i]!;
        values[i] = drawn;
        sumOfA += drawn;
      }
      return sumOfA / a.length - (total - sumOfA) / b.length;
    },
  };
}

/** Differences that change their signs. */
function signedPool(differences: readonly number[], random: Random): PermutationPool {
  return {
    difference: mean(differences),
    sd: Math.sqrt(sum(differences.map((value) => value * value))) / differences.length,
    varies: differences.length > 1,
    draw: () => {
      let total = 0;
      for (const value of differences) total += random.below(2) === 0 ? value : -value;
      return total / differences.length;
    },
  };
}
