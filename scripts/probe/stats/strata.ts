/** The scores of one stratum (an occupation) in both arms. */
export interface Stratum {
  name: string;
  female: readonly number[];
  male: readonly number[];
}

/** Strata that hold both arms: the others say nothing about the contrast. */
export const contrasted = (strata: readonly Stratum[]): Stratum[] =>
  strata.filter(({ female, male }) => female.length > 0 && male.length > 0);

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** D: mean over the strata of (mean of F − mean of M). Every stratum weighs the same. */
export const contrast = (strata: readonly Stratum[]): number =>
  mean(strata.map(({ female, male }) => mean(female) - mean(male)));
