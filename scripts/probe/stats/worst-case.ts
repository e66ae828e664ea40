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

/** The same by stratum; only of strata that were observed in both samples, and only where some are missing. */
export type Missing = ReadonlyMap<string, MissingObservations>;

/**
 * Bounds of D, whatever the missing texts would have scored within `range` (worst-case bounds: Manski 1990, Am. Econ.
 * Rev. 80, 319-323; Horowitz & Manski 2000, J. Am. Stat. Assoc. 95, 77-84): those of a at one end, those of b at
 * the other. A stratum that lost a sample counts with the whole range. Missing observations of the third sample pull as the most extreme one that is there.
 */
export function worstCaseDifference(
  strata: readonly Stratum[],
  missing: Missing,
  range: Interval,
): Interval {
  const spread = range[1] - range[0];
  const bounds = strata.map((stratum): Interval => {
    const { a = 0, b = 0, reference = 0 } = missing.get(stratum.name) ?? {};
    const centre = stratumDifference(stratum);
    const shift = (sample: "a" | "b", count: number, end: number): number =>
      (count / (stratum[sample].length + count)) * (end - mean(stratum[sample]));
    const pulls = stratum.reference ?? [];
    const pull = (extreme: number): number =>
      pulls.length === 0 ? 0 : (reference / (pulls.length + reference)) * extreme;
    return [
      centre + shift("a", a, range[0]) - shift("b", b, range[1]) + pull(Math.min(...pulls)),
      centre + shift("a", a, range[1]) - shift("b", b, range[0]) + pull(Math.max(...pulls)),
    ];
  });
  return meanOf([...bounds, ...lost(strata, missing).map((): Interval => [-spread, spread])]);
}

/** The same of the AUC averaged over strata, exactly: every pair with a missing text is lost, or won. */
export function worstCaseAuc(strata: readonly Stratum[], missing: Missing): Interval {
  const bounds = strata.map(({ name, a, b }): Interval => {
    const gone = missing.get(name) ?? { a: 0, b: 0 };
    const seen = a.length * b.length;
    const all = (a.length + gone.a) * (b.length + gone.b);
    const won = auc(a, b) * seen;
    return [won / all, (won + all - seen) / all];
  });
  return meanOf([...bounds, ...lost(strata, missing).map((): Interval => [0, 1])]);
}

const lost = (strata: readonly Stratum[], missing: Missing): string[] =>
  [...missing.keys()].filter((name) => strata.every((stratum) => stratum.name !== name));

const meanOf = (bounds: readonly Interval[]): Interval => [
  mean(bounds.map(([low]) => low)),
  mean(bounds.map(([, high]) => high)),
];

/** The lowest and the highest score there is. */
export function rangeOf(strata: readonly Stratum[]): Interval {
  let range: Interval = [Infinity, -Infinity];
  for (const { a, b } of strata)
    for (const scores of [a, b])
      for (const score of scores) range = [Math.min(range[0], score), Math.max(range[1], score)];
  return range;
}
