import type { Spec } from "../../design";
import type { TextStratum } from "../../metrics/metric";

/** Above this many texts fewer resamples are drawn: their Monte-Carlo error is then far below the sampling error. */
const MANY_TEXTS = 5_000;
const FEW_PERMUTATIONS = 1_999;
const FEW_RESAMPLES = 1_000;
const SECONDARY = { usual: 999, many: 99 };

/** Numbers of resamples. */
export interface Resampling {
  /** Fewer than the specification says, since there are many texts. */
  reduced: boolean;
  permutations: number;
  bootstrapResamples: number;
  /** Permutations of the results that never decide. */
  secondaryPermutations: number;
}

/** Numbers of resamples for these texts: those of the specification, or fewer for many texts. */
export function resamplingOf(
  strata: readonly TextStratum[],
  { permutations, bootstrapResamples }: Pick<Spec, "permutations" | "bootstrapResamples">,
): Resampling {
  const texts = strata.reduce((sum, { female, male }) => sum + female.length + male.length, 0);
  if (texts <= MANY_TEXTS) {
    const secondaryPermutations = Math.min(permutations, SECONDARY.usual);
    return { reduced: false, permutations, bootstrapResamples, secondaryPermutations };
  }
  return {
    reduced: true,
    permutations: Math.min(permutations, FEW_PERMUTATIONS),
    bootstrapResamples: Math.min(bootstrapResamples, FEW_RESAMPLES),
    secondaryPermutations: Math.min(permutations, SECONDARY.many),
  };
}
