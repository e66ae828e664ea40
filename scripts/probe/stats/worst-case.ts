import { auc } from "./auc";
import type { Interval } from "./interval";
import { mean, stratumDifference, type Stratum } from "./strata";

/** Answers that were asked for and have no text, by arm. */
export interface MissingTexts {
  female: number;
  male: number;
  neutral: number;
}

/** The same by stratum; only of strata that were asked about in both arms, and only where some are missing. */
export type Missing = ReadonlyMap<string, MissingTexts>;

/**
 * Bounds of D, whatever the missing texts would have scored within `range` (worst-case bounds: Manski 1990, Am. Econ.
 * Rev. 80, 319-323; Horowitz & Manski 2000, J. Am. Stat. Assoc. 95, 77-84): those about women at one end, those about
 * men at the other. A stratum that lost an arm counts with the whole range. Missing neutral texts, where scores lean on
 * them, pull as the most extreme one that is there.
 */
export function worstCaseDifference(
  strata: readonly Stratum[],
  missing: Missing,
  range: Interval,
): Interval {
  const spread = range[1] - range[0];
  const bounds = strata.map((stratum): Interval => {
    const { female = 0, male = 0, neutral = 0 } = missing.get(stratum.name) ?? {};
    const centre = stratumDifference(stratum);
    const shift = (arm: "female" | "male", count: number, end: number): number =>
      (count / (stratum[arm].length + count)) * (end - mean(stratum[arm]));
    const pulls = stratum.neutral ?? [];
    const pull = (extreme: number): number =>
      pulls.length === 0 ? 0 : (neutral / (pulls.length + neutral)) * extreme;
    return [
      centre +
        shift("female", female, range[0]) -
        shift("male", male, range[1]) +
        pull(Math.min(...pulls)),
      centre +
        shift("female", female, range[1]) -
        shift("male", male, range[0]) +
        pull(Math.max(...pulls)),
    ];
  });
  return meanOf([...bounds, ...lost(strata, missing).map((): Interval => [-spread, spread])]);
}

/** The same of the AUC averaged over strata, exactly: every pair with a missing text is lost, or won. */
export function worstCaseAuc(strata: readonly Stratum[], missing: Missing): Interval {
  const bounds = strata.map(({ name, female, male }): Interval => {
    const gone = missing.get(name) ?? { female: 0, male: 0 };
    const seen = female.length * male.length;
    const all = (female.length + gone.female) * (male.length + gone.male);
    const won = auc(female, male) * seen;
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
  for (const { female, male } of strata)
    for (const scores of [female, male])
      for (const score of scores) range = [Math.min(range[0], score), Math.max(range[1], score)];
  return range;
}
