import type { JointTest } from "../stats/joint-permutation";
import { normalCdf } from "../stats/normal";
import { mean, variance } from "../stats/strata";

/**
 * With more texts the test takes the normal distribution with the spread of 199 refits; where texts
 * are the unit, the interval is DeLong's.
 */
export const MANY_TEXTS = 5_000;
export const FEW_REFITS = 199;

/** The AUCs of one fit. */
export interface Fit {
  /** AUC averaged over all occupations, by one classifier for all of them. */
  common: number;
  /** AUC of every occupation by a classifier of its own; empty where these had nothing to learn from. */
  own: Float64Array;
}

/**
 * The test of many texts: AUCs are then about normal, and their spread is known from few refits
 * without a difference. The common AUC, the mean of the occupations' own and the largest of them,
 * one-sided, corrected after Bonferroni.
 */
export function normalAucTest({ common, own }: Fit, nullFits: readonly Fit[]): JointTest {
  const single = [...own].map((auc, k) =>
    tail(
      auc,
      nullFits.map((fit) => fit.own[k]!),
    ),
  );
  const strata = single.map((p) => Math.min(1, p * single.length));
  const ofMean = tail(
    common,
    nullFits.map((fit) => fit.common),
  );
  if (strata.length === 0)
    return { p: ofMean, statistics: { mean: ofMean, spread: 1, largest: 1 }, strata };
  const ofOwn = tail(
    mean(own),
    nullFits.map((fit) => mean(fit.own)),
  );
  const [p1, p2, p3] = [ofMean, ofOwn, Math.min(...strata)].map((p) => Math.min(1, 3 * p));
  return {
    p: Math.min(p1!, p2!, p3!),
    statistics: { mean: p1!, spread: p2!, largest: p3! },
    strata,
  };
}

/** Probability of an AUC this large under the normal distribution of the refitted ones. */
function tail(auc: number, refitted: readonly number[]): number {
  const spread = Math.sqrt(variance(refitted));
  return spread > 0 ? normalCdf((mean(refitted) - auc) / spread) : 1;
}
