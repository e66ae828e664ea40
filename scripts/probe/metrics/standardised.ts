import { bootstrap } from "../stats/bootstrap";
import { hedges, hedgesCorrection, pooledSd } from "../stats/hedges";
import { percentileInterval } from "../stats/interval";
import { jointPermutationTest } from "../stats/joint-permutation";
import { designVariance } from "../stats/power";
import type { Stratum } from "../stats/strata";
import { typicalSize } from "../stats/typical-size";
import { rangeOf, worstCaseDifference } from "../stats/worst-case";
import { missingByGender, type Measurement, type Spread } from "./metric";
import { hasVariance, occupationEffects, type OccupationEffect } from "./occupation-effects";

/** Why effects cannot be estimated where a question has one answer in an arm. */
export const ONE_ANSWER = "a question has only one answer that counts";
const CONSTANT = "no answer scores differently from another";

/** A measurement of scores by Hedges' g; undefined without strata. */
export function standardised(strata: readonly Stratum[]): Measurement | undefined {
  if (strata.length === 0) return undefined;
  const { g, difference, sd } = hedges(strata);
  const { df } = pooledSd(strata);
  const correction = hedgesCorrection(df);
  const designed = designVariance(strata);
  const unestimated = unestimatedReason(strata);
  const occupations = unestimated === undefined ? occupationEffects(strata, correction / sd) : [];
  return {
    strata,
    effect: g,
    difference,
    designVariance: designed,
    // Hedges & Olkin 1985, eq. 5.14, for the design's own variance.
    standardError: Math.sqrt(correction ** 2 * designed + (df > 0 ? g ** 2 / (2 * df) : 0)),
    z: g / correction / Math.sqrt(designed),
    occupations,
    spread: spreadOf(occupations),
    unestimated,
    permutesScores: true,
    test: (randomFor, permutations) => jointPermutationTest(strata, randomFor, permutations),
    replicates: (random, resamples) => bootstrap(strata, random, resamples, "g"),
    interval: percentileInterval,
    worstCase: (missing) => {
      const toEffect = sd === 0 ? 0 : correction / sd;
      const [low, high] = worstCaseDifference(strata, missingByGender(missing), rangeOf(strata));
      return [low * toEffect, high * toEffect];
    },
  };
}

function unestimatedReason(strata: readonly Stratum[]): string | undefined {
  if (!strata.every(hasVariance)) return ONE_ANSWER;
  return pooledSd(strata).sd > 0 ? undefined : CONSTANT;
}

/** The spread of effects as their typical size; undefined without effects. */
export function spreadOf(occupations: readonly OccupationEffect[]): Spread | undefined {
  if (occupations.length === 0) return undefined;
  const size = typicalSize(occupations);
  return {
    estimate: size.estimate,
    upper: (level) => size.upper(level),
    isBelow: (limit, level) => size.equivalenceP(limit) < level,
  };
}
