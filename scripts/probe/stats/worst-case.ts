import { auc } from "./auc";
import type { Interval } from "./interval";
import { mean, stratumDifference, type Stratum } from "./strata";

/** How many observations of a stratum are missing, by sample. */
export interface MissingObservations {
  a: number;
  b: number;
  /** Of the third sample, see `Stratum.reference`. */
  reference: number;
}

/**
 * The same by stratum; only of strata observed in both samples, and only where some are missing.
 */
export type Missing = ReadonlyMap<string, MissingObservations>;

const NOTHING_MISSING: MissingObservations = { a: 0, b: 0, reference: 0 };

/**
 * Bounds of D for any scores of the missing observations within `range` (worst-case bounds: Manski
 * 1990, Am. Econ. Rev. 80, 319-323; Horowitz & Manski 2000, J. Am. Stat. Assoc. 95, 77-84): those
 * of a at one end, those of b at the other. A stratum that lost a sample counts with the whole
 * range. A missing observation of the third sample adds as much as the most extreme one that
 * exists.
 * @example worstCaseDifference([{ name: "x", a: [1], b: [0] }], new Map(), [0, 1]) // [1, 1]
 */
export function worstCaseDifference(
  strata: readonly Stratum[],
  missing: Missing,
  range: Interval,
): Interval {
  const [lowest, highest] = range;
  const spread = highest - lowest;
  const bounds = strata.map((stratum): Interval => {
    const gone = missing.get(stratum.name) ?? NOTHING_MISSING;
    const centre = stratumDifference(stratum);
    const shift = (sample: "a" | "b", score: number): number => {
      const scores = stratum[sample];
      return (gone[sample] / (scores.length + gone[sample])) * (score - mean(scores));
    };
    const influences = stratum.reference ?? [];
    const shareGone = gone.reference / (influences.length + gone.reference);
    const pull = (extreme: number): number => (influences.length === 0 ? 0 : shareGone * extreme);
    return [
      centre + shift("a", lowest) - shift("b", highest) + pull(Math.min(...influences)),
      centre + shift("a", highest) - shift("b", lowest) + pull(Math.max(...influences)),
    ];
  });
  return meanBounds([
    ...bounds,
    ...lostStrata(strata, missing).map((): Interval => [-spread, spread]),
  ]);
}

/**
 * The same of the AUC averaged over strata, exactly: every pair with a missing observation is lost,
 * or every one is won.
 * @example worstCaseAuc([], new Map([["x", { a: 1, b: 0, reference: 0 }]])) // [0, 1]
 */
export function worstCaseAuc(strata: readonly Stratum[], missing: Missing): Interval {
  const bounds = strata.map(({ name, a, b }): Interval => {
    const gone = missing.get(name) ?? NOTHING_MISSING;
    const observedPairs = a.length * b.length;
    const allPairs = (a.length + gone.a) * (b.length + gone.b);
    const won = auc(a, b) * observedPairs;
    return [won / allPairs, (won + allPairs - observedPairs) / allPairs];
  });
  return meanBounds([...bounds, ...lostStrata(strata, missing).map((): Interval => [0, 1])]);
}

/** Names of the strata that have missing observations and no scores at all. */
const lostStrata = (strata: readonly Stratum[], missing: Missing): string[] =>
  [...missing.keys()].filter((name) => strata.every((stratum) => stratum.name !== name));

const meanBounds = (bounds: readonly Interval[]): Interval => [
  mean(bounds.map(([low]) => low)),
  mean(bounds.map(([, high]) => high)),
];

/**
 * The lowest and the highest score of all strata.
 * @example rangeOf([{ name: "x", a: [3, 1], b: [2, 5] }]) // [1, 5]
 */
export function rangeOf(strata: readonly Stratum[]): Interval {
  let [low, high] = [Infinity, -Infinity];
  for (const score of strata.flatMap(({ a, b }) => [...a, ...b])) {
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  return [low, high];
}
