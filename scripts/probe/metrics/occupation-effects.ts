import type { Interval } from "../stats/interval";
import { studentQuantile } from "../stats/student-t";
import { mean, pairDifferences, sum, variance, type Stratum } from "../stats/strata";
import type { StratumEffect } from "../stats/typical-size";

/** What was measured in one occupation, in the metric's scale. */
export interface OccupationEffect extends StratumEffect {
  occupation: string;
  /** Interval at a confidence, of this occupation alone. */
  interval(confidence: number): Interval;
}

/** Whether the difference of a stratum has a variance: two texts in each arm, or two pairs. */
export const hasVariance = ({ a, b, pairs }: Stratum): boolean =>
  pairs ? new Set(pairs.a).size > 1 : Math.min(a.length, b.length) > 1;

/** The parts of the variance of a stratum's difference: those of its samples, or that of its pairs. */
interface Part {
  variance: number;
  df: number;
  /** Weight of the variance in that of the difference. */
  weight: number;
}

function partsOf(stratum: Stratum): Part[] {
  const samples = stratum.pairs ? [pairDifferences(stratum)] : [stratum.a, stratum.b];
  return samples.map((values) => ({
    variance: variance(values),
    df: values.length - 1,
    weight: 1 / values.length,
  }));
}

/**
 * The effects of strata that all have a variance, `unit` times their differences, with intervals
 * by Student's t (Welch 1947). A stratum whose own scores do not vary has the pooled variance.
 */
export function occupationEffects(strata: readonly Stratum[], unit: number): OccupationEffect[] {
  const parts = strata.map(partsOf);
  const all = parts.flat();
  const pooled = sum(all.map((part) => part.df * part.variance)) / sum(all.map(({ df }) => df));
  return strata.map((stratum, k) => {
    const own = parts[k]!;
    const ofReference = referenceVariance(stratum);
    const constant = own.every((part) => part.variance === 0);
    const weighted = own.map((part) => part.weight * (constant ? pooled : part.variance));
    const effect = unit * mean(pairDifferences(stratum));
    const ownVariance = unit ** 2 * (sum(weighted) + ofReference);
    const df = sum(own.map((part) => part.df));
    const welch = sum(weighted) ** 2 / sum(weighted.map((v, j) => v ** 2 / own[j]!.df)) || df;
    return {
      occupation: stratum.name,
      effect,
      variance: unit ** 2 * (pooled * sum(own.map(({ weight }) => weight)) + ofReference),
      ownVariance,
      df,
      interval: (confidence) => {
        const half = studentQuantile((1 + confidence) / 2, welch) * Math.sqrt(ownVariance);
        return [effect - half, effect + half];
      },
    };
  });
}

/** What the third sample adds to the variance of a difference, see `Stratum.reference`. */
const referenceVariance = ({ reference = [] }: Stratum): number =>
  reference.length > 1 ? variance(reference) / reference.length : 0;

/** The confidence of one of `count` independent intervals that hold together with `confidence`. */
export const simultaneous = (confidence: number, count: number): number =>
  confidence ** (1 / count);
