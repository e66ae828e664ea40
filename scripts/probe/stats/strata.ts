import { groupBy } from "../../base/group-by";

/** Two samples of one stratum, compared as a − b. */
export interface Stratum {
  name: string;
  a: readonly number[];
  b: readonly number[];
  /**
   * The pair of each score, for scores that depend on each other. Every pair is in both samples.
   */
  pairs?: { a: readonly string[]; b: readonly string[] };
  /**
   * For scores that depend on a third sample: what each of its observations adds to D, centred, so
   * that resampling can let that sample vary too.
   */
  reference?: readonly number[];
}

/**
 * The strata with observations in both samples; the others say nothing about the contrast.
 * @example withBothSamples([{ a: [1], b: [2] }, { a: [], b: [3] }]) // [{ a: [1], b: [2] }]
 */
export const withBothSamples = <T extends Pick<Stratum, "a" | "b">>(strata: readonly T[]): T[] =>
  strata.filter(({ a, b }) => a.length > 0 && b.length > 0);

/**
 * The values of items as two samples by occupation; only of occupations with items in both.
 * @example comparedSamples([{ occupation: "x" }], () => true, () => true, () => 1) // [{ name: "x", a: [1], b: [1] }]
 */
export function comparedSamples<T extends { occupation: string }>(
  items: readonly T[],
  isInA: (item: T) => boolean,
  isInB: (item: T) => boolean,
  valueOf: (item: T) => number,
): Stratum[] {
  const strata = [...groupBy(items, ({ occupation }) => occupation)].map(([name, own]) => ({
    name,
    a: own.filter(isInA).map(valueOf),
    b: own.filter(isInB).map(valueOf),
  }));
  return withBothSamples(strata);
}

/**
 * Sum from first to last: 0 of nothing.
 * @example sum([1, 2, 4]) // 7
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}

/**
 * Arithmetic mean; NaN of nothing.
 * @example mean([1, 2, 6]) // 3
 */
export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/**
 * Sample variance with n − 1 in the denominator; 0 for fewer than two values.
 * @example variance([1, 3]) // 2
 */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1);
}

/**
 * D, the equal-weight mean over the strata of (mean of a − mean of b), or of the pairs'
 * differences.
 * @example contrast([{ name: "x", a: [3], b: [1] }, { name: "y", a: [1, 1], b: [1] }]) // 1
 */
export const contrast = (strata: readonly Stratum[]): number => mean(strata.map(stratumDifference));

/**
 * Mean of a − mean of b in one stratum; with pairs, the mean of their differences.
 * @example stratumDifference({ name: "x", a: [3, 5], b: [1] }) // 3
 */
export const stratumDifference = (stratum: Stratum): number => mean(pairDifferences(stratum));

/**
 * The difference of every pair of a stratum: mean of its scores in a − mean of those in b. A
 * stratum without pairs has one difference, that of its samples.
 * @example pairDifferences({ name: "x", a: [3, 5], b: [1, 2] }) // [2.5]
 */
export function pairDifferences({ a, b, pairs }: Stratum): number[] {
  if (!pairs) return [mean(a) - mean(b)];
  const inA = groupBy(a.keys(), (k) => pairs.a[k]!);
  const inB = groupBy(b.keys(), (k) => pairs.b[k]!);
  return [...inA].map(
    ([pair, members]) => mean(members.map((k) => a[k]!)) - mean(inB.get(pair)!.map((k) => b[k]!)),
  );
}

/**
 * Differences that are drawn, or whose sign is flipped, as wholes: the pairs of a stratum; and,
 * together as one group, the strata that are a single observation (one pair, or one observation in
 * a sample), because nothing can vary inside them.
 */
export interface DifferenceGroup {
  differences: readonly number[];
  /** Weight of one difference of the group in D. */
  weight: number;
}

/** How strata are resampled: cells observation by observation, groups difference by difference. */
export interface ResamplingPlan {
  cells: Stratum[];
  groups: DifferenceGroup[];
}

/**
 * Splits strata into cells and groups of differences.
 * @example resamplingPlan([{ name: "x", a: [3], b: [1] }]).groups // [{ differences: [2], weight: 1 }]
 */
export function resamplingPlan(strata: readonly Stratum[]): ResamplingPlan {
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
