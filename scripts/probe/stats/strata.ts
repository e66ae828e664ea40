/** Two samples of one stratum, compared as a − b. */
export interface Stratum {
  name: string;
  a: readonly number[];
  b: readonly number[];
  /** Which pair each score belongs to, where answers are not independent of each other: every pair is in both samples. */
  pairs?: { a: readonly string[]; b: readonly string[] };
  /**
   * Where the scores depend on a third sample: what each of its observations adds to D, centred, so that resampling
   * can let it vary too.
   */
  reference?: readonly number[];
}

/** The strata that have observations in both samples: the others say nothing about the contrast. */
export const withBothSamples = <T extends { a: readonly unknown[]; b: readonly unknown[] }>(
  strata: readonly T[],
): T[] => strata.filter(({ a, b }) => a.length > 0 && b.length > 0);

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

/** Sample variance, n − 1 in the denominator; 0 for fewer than two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** D: mean over the strata of (mean of a − mean of b), or of the pairs' differences. Every stratum weighs the same. */
export const contrast = (strata: readonly Stratum[]): number => mean(strata.map(stratumDifference));

export const stratumDifference = (stratum: Stratum): number =>
  stratum.pairs ? mean(pairDifferences(stratum)) : mean(stratum.a) - mean(stratum.b);

/** Difference of every pair of a stratum: mean of its scores in a − that in b. Without pairs, that of the samples. */
export function pairDifferences({ a, b, pairs }: Stratum): number[] {
  if (!pairs) return [mean(a) - mean(b)];
  const byPair = new Map<string, { a: number[]; b: number[] }>();
  const add = (sample: "a" | "b", scores: readonly number[]): void => {
    scores.forEach((score, k) => {
      const key = pairs[sample][k]!;
      const pair = byPair.get(key) ?? { a: [], b: [] };
      byPair.set(key, pair);
      pair[sample].push(score);
    });
  };
  add("a", a);
  add("b", b);
  return [...byPair.values()].map((pair) => mean(pair.a) - mean(pair.b));
}

/**
 * Differences that are drawn, or whose sign is flipped, as wholes: the pairs of a stratum; and, together as one group,
 * the strata that are a single observation (one pair, or one observation in a sample), since inside them nothing can vary.
 * `weight` is what one difference of the group weighs in D.
 */
export interface DifferenceGroup {
  differences: readonly number[];
  weight: number;
}

/** Splits strata into those resampled text by text and groups resampled by differences. */
export function resamplingPlan(strata: readonly Stratum[]): {
  cells: Stratum[];
  groups: DifferenceGroup[];
} {
  const cells: Stratum[] = [];
  const groups: DifferenceGroup[] = [];
  const single: number[] = [];
  for (const stratum of strata) {
    const differences = pairDifferences(stratum);
    if (stratum.pairs && differences.length > 1)
      groups.push({ differences, weight: 1 / (strata.length * differences.length) });
    else if (stratum.pairs || Math.min(stratum.a.length, stratum.b.length) < 2)
      single.push(differences[0]!);
    else cells.push(stratum);
  }
  if (single.length > 0) groups.push({ differences: single, weight: 1 / strata.length });
  return { cells, groups };
}
