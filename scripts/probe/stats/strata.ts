/** The scores of one stratum (an occupation) in both arms. */
export interface Stratum {
  name: string;
  female: readonly number[];
  male: readonly number[];
  /** Which pair each score belongs to, where answers are not independent of each other: every pair is in both arms. */
  pairs?: { female: readonly string[]; male: readonly string[] };
  /**
   * Where the scores lean on a third sample (the neutral answers): what each of its texts adds to D, centred, so that
   * resampling can let it vary too.
   */
  neutral?: readonly number[];
}

/** Strata that hold both arms: the others say nothing about the contrast. */
export const withBothArms = <T extends { female: readonly unknown[]; male: readonly unknown[] }>(
  strata: readonly T[],
): T[] => strata.filter(({ female, male }) => female.length > 0 && male.length > 0);

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

/** D: mean over the strata of (mean of F − mean of M), or of the pairs' differences. Every stratum weighs the same. */
export const contrast = (strata: readonly Stratum[]): number => mean(strata.map(stratumDifference));

export const stratumDifference = (stratum: Stratum): number =>
  stratum.pairs ? mean(pairDifferences(stratum)) : mean(stratum.female) - mean(stratum.male);

/** Difference of every pair of a stratum: mean of its F scores − mean of its M scores. Without pairs, that of the arms. */
export function pairDifferences({ female, male, pairs }: Stratum): number[] {
  if (!pairs) return [mean(female) - mean(male)];
  const byPair = new Map<string, { female: number[]; male: number[] }>();
  const add = (arm: "female" | "male", scores: readonly number[]): void => {
    scores.forEach((score, k) => {
      const key = pairs[arm][k]!;
      const pair = byPair.get(key) ?? { female: [], male: [] };
      byPair.set(key, pair);
      pair[arm].push(score);
    });
  };
  add("female", female);
  add("male", male);
  return [...byPair.values()].map((pair) => mean(pair.female) - mean(pair.male));
}

/**
 * Differences that are drawn, or whose sign is flipped, as wholes: the pairs of a stratum; and, together as one group,
 * the strata that are a single observation (one pair, or one text in an arm), since inside them nothing can vary.
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
    else if (stratum.pairs || Math.min(stratum.female.length, stratum.male.length) < 2)
      single.push(differences[0]!);
    else cells.push(stratum);
  }
  if (single.length > 0) groups.push({ differences: single, weight: 1 / strata.length });
  return { cells, groups };
}
