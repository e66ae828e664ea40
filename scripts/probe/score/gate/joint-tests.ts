import type { Measured } from "../../metrics/metric";
import { jointPermutationTests, type JointTest } from "../../stats/joint-permutation";
import { stepDownMinP } from "../../stats/min-p";
import type { RandomFor } from "../../stats/random";

/** The tests of measures. Of those that permute scores the permutations are drawn once for all. */
export function testsOf(
  measured: readonly Measured[],
  randomFor: RandomFor,
  permutations: number,
): JointTest[] {
  const sharing = measured.filter(({ measurement }) => measurement.permutesScores);
  const shared = jointPermutationTests(
    sharing.map(({ measurement }) => measurement.strata),
    randomFor,
    permutations,
  );
  return measured.map(
    (one) => shared[sharing.indexOf(one)] ?? one.measurement.test(randomFor, permutations),
  );
}

/**
 * p of each measure, corrected for all. Measures of texts are relabelled alike, text by text or seat
 * by seat; an own column has values of other rows.
 */
export const familyP = (measured: readonly Measured[], tests: readonly JointTest[]): number[] =>
  stepDownMinP(
    measured.map(({ metric, measurement }, k) => ({
      ...tests[k]!,
      alike: `${metric.outcome ?? ""}/${measurement.units?.length ?? 0}`,
    })),
  );
