import type { Random } from "./random";
import { mean, pairDifferences, sum, variance, type Stratum } from "./strata";

/** A stratum's difference, and how relabelling changes it. */
export interface Relabelled {
  /** a − b as observed. */
  difference: number;
  /** SD of the difference over all relabellings. */
  sd: number;
  /** Whether relabelling can change the size of the difference; of one pair it changes its sign only. */
  varies: boolean;
}

/** A stratum under permutations, with the scores that several measures gave its observations. */
export interface PermutationPool {
  /** By measure. */
  scored: readonly Relabelled[];
  /** The differences of the next permutation, by measure; overwritten by the one after it. */
  draw(): Float64Array;
}

/** Whether the labels of single observations are permuted; otherwise whole differences change signs. */
const isPermuted = ({ a, b, pairs }: Stratum): boolean =>
  pairs === undefined && Math.min(a.length, b.length) > 1;

/**
 * Strata of equal keys have the same observations, scored by different measures, and share a pool. Of
 * pairs and single observations the sign flips are cheap, and are drawn for each measure.
 * @example poolKey({ name: "x", a: [1, 2], b: [3, 4] }, 0) // '["x",2,2]'
 */
export const poolKey = (stratum: Stratum, measure: number): string =>
  JSON.stringify([
    stratum.name,
    ...(isPermuted(stratum) ? [stratum.a.length, stratum.b.length] : [`measure ${measure}`]),
  ]);

/**
 * Permutes the labels a and b within a stratum, so that a difference between strata never counts as
 * one between the samples. Of pairs, and of a stratum with a single observation in a sample, whole
 * differences change their sign instead. Strata of the same numbers of observations, or of the same
 * pairs, are permuted alike where their streams are.
 * @param scored one stratum, as scored by each measure: see `poolKey`
 * @example permutationPool([{ name: "x", a: [3], b: [1] }], randomOf(1, "x")).scored[0].difference // 2
 */
export function permutationPool(scored: readonly Stratum[], random: Random): PermutationPool {
  const { a, b } = scored[0]!;
  if (!isPermuted(scored[0]!)) return signedPool(pairDifferences(scored[0]!), random);
  const [measures, size] = [scored.length, a.length + b.length];
  const order = Int32Array.from({ length: size }, (_, k) => k);
  // The scores of an observation are next to each other.
  const values = new Float64Array(measures * size);
  scored.forEach((stratum, m) => {
    [...stratum.a, ...stratum.b].forEach((value, k) => (values[k * measures + m] = value));
  });
  const totals = scored.map((stratum) => sum([...stratum.a, ...stratum.b]));
  const sumsOfA = new Float64Array(measures);
  return {
    scored: scored.map((stratum) => ({
      difference: pairDifferences(stratum)[0]!,
      sd: Math.sqrt(variance([...stratum.a, ...stratum.b]) * (1 / a.length + 1 / b.length)),
      varies: true,
    })),
    draw: () => {
      sumsOfA.fill(0);
      // As `drawToFront`, and adds up what it draws: this is where a test spends its time.
      for (let i = 0; i < a.length; i++) {
        const j = i + random.below(size - i);
        const drawn = order[j]!;
        order[j] = order[i]!;
        order[i] = drawn;
        for (let m = 0; m < measures; m++) sumsOfA[m]! += values[drawn * measures + m]!;
      }
      return sumsOfA.map((sumOfA, m) => sumOfA / a.length - (totals[m]! - sumOfA) / b.length);
    },
  };
}

/** Differences of one measure that change their signs. */
function signedPool(differences: readonly number[], random: Random): PermutationPool {
  const drawn = new Float64Array(1);
  return {
    scored: [
      {
        difference: mean(differences),
        sd: Math.sqrt(sum(differences.map((value) => value * value))) / differences.length,
        varies: differences.length > 1,
      },
    ],
    draw: () => {
      let total = 0;
      for (const value of differences) total += random.below(2) === 0 ? value : -value;
      drawn[0] = total / differences.length;
      return drawn;
    },
  };
}
