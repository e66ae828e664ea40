import { bootstrap } from "../stats/bootstrap";
import { percentileInterval } from "../stats/interval";
import { newcombe } from "../stats/newcombe";
import { jointPermutationTest } from "../stats/joint-permutation";
import { designVariance, observationCounts } from "../stats/power";
import { contrast, mean, stratumDifference, sum, type Stratum } from "../stats/strata";
import { worstCaseDifference } from "../stats/worst-case";
import { missingByGender, type Measurement } from "./metric";
import { hasVariance, occupationEffects, type OccupationEffect } from "./occupation-effects";
import { ONE_ANSWER, spreadOf } from "./standardised";

/**
 * A measurement of shares, a minus b, averaged over the strata; undefined without strata. Its
 * interval is Newcombe's; where answers come in pairs, the bootstrap of the pairs.
 */
export function riskDifference(strata: readonly Stratum[]): Measurement | undefined {
  if (strata.length === 0) return undefined;
  const effect = contrast(strata);
  const designed = shareVariance(strata);
  const estimable = strata.every(hasVariance);
  const occupations = estimable ? strata.map(occupationShare) : [];
  const isPaired = strata.some(({ pairs }) => pairs !== undefined);
  return {
    strata,
    effect,
    difference: effect,
    designVariance: designed,
    standardError: Math.sqrt(designed),
    z: effect / Math.sqrt(designed),
    occupations,
    spread: spreadOf(occupations),
    unestimated: estimable ? undefined : ONE_ANSWER,
    permutesScores: true,
    test: (randomFor, permutations) => jointPermutationTest(strata, randomFor, permutations),
    replicates: (random, resamples) => bootstrap(strata, random, resamples, "difference"),
    worstCase: (missing) => worstCaseDifference(strata, missingByGender(missing), [0, 1]),
    interval: (replicates, confidence) =>
      isPaired ? percentileInterval(replicates, confidence) : newcombe(strata, confidence),
  };
}

/** The difference in one occupation; of pairs by the variance of their differences. */
function occupationShare(stratum: Stratum): OccupationEffect {
  const own = shareVariance([stratum]);
  const byScores = stratum.pairs && occupationEffects([stratum], 1)[0];
  return {
    occupation: stratum.name,
    effect: stratumDifference(stratum),
    variance: own,
    ownVariance: own,
    df: sum(observationCounts([stratum])),
    interval: (confidence) => byScores?.interval(confidence) ?? newcombe([stratum], confidence),
  };
}

/**
 * Variance of the difference if both arms had the pooled share; two successes and two failures
 * added (Agresti & Caffo 2000), lest it be 0.
 */
function shareVariance(strata: readonly Stratum[]): number {
  const scores = strata.flatMap(({ a, b }) => [...a, ...b]);
  const share = (mean(scores) * scores.length + 2) / (scores.length + 4);
  return share * (1 - share) * designVariance(strata);
}
