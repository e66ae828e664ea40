import type { JointTest } from "../stats/joint-permutation";
import { maxT } from "../stats/max-t";
import { minPTest } from "../stats/min-p";
import { mean, variance } from "../stats/strata";
import type { Fit } from "./normal-auc-test";

/**
 * The test of AUCs by refits: one-sided, of the common classifier's, of the mean of the occupations'
 * own, and of the largest of these.
 * @param fits refits under no difference
 * @param nullFits those that give the mean and the SD of an occupation's own AUC
 */
export function jointAucTest(
  observed: Fit,
  fits: readonly Fit[],
  nullFits: readonly Fit[],
): JointTest {
  if (observed.own.length === 0) {
    const { p, relabelled } = minPTest([observed.common], [fits.map(({ common }) => common)]);
    return { p, relabelled, statistics: { mean: p, spread: 1, largest: 1 }, strata: [] };
  }
  const spreads = [...observed.own.keys()].map((k) => {
    const aucs = nullFits.map(({ own }) => own[k]!);
    return { centre: mean(aucs), sd: Math.sqrt(variance(aucs)) };
  });
  const largestOf = ({ own }: Fit): number => Math.max(...standardisedAucs(own, spreads));
  const statistics = [
    ({ common }: Fit): number => common,
    ({ own }: Fit): number => mean(own),
    largestOf,
  ];
  const { p, relabelled, adjusted } = minPTest(
    statistics.map((statistic) => statistic(observed)),
    statistics.map((statistic) => fits.map(statistic)),
  );
  const [ofMean = 1, spread = 1, largest = 1] = adjusted;
  return {
    p,
    relabelled,
    statistics: { mean: ofMean, spread, largest },
    strata: maxT(
      standardisedAucs(observed.own, spreads),
      fits.map(({ own }) => standardisedAucs(own, spreads)),
    ),
  };
}

/** How far AUCs lie above those of refits, in their SDs; 0 where refits do not vary. */
const standardisedAucs = (
  aucs: Float64Array,
  spreads: readonly { centre: number; sd: number }[],
): Float64Array =>
  aucs.map((value, k) => {
    const { centre, sd } = spreads[k]!;
    return sd > 0 ? (value - centre) / sd : 0;
  });
