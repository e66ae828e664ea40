import { decide, type Decision } from "../decide";
import type { Spec } from "../design";
import { GATE } from "../metrics";
import type { TextMetric } from "../metrics/metric";
import { randomOf } from "../random";
import { bootstrapEffects, percentileInterval, type Interval } from "../stats/bootstrap";
import { hedges } from "../stats/hedges";
import { holm } from "../stats/holm";
import { permutationTest } from "../stats/permutation";
import { designVariance } from "../stats/power";
import { contrasted, mean, type Stratum } from "../stats/strata";
import { strataOf, type ScoredText } from "./texts";

/** Which arm scores higher. */
export type Direction = "female" | "male" | "none";

/** One gate metric in one condition. */
export interface MetricResult extends Decision {
  metric: TextMetric;
  /** Hedges' g; positive: answers about women score higher. */
  effect: number;
  /** The same difference in the metric's own unit. */
  difference: number;
  interval: Interval;
  interval90: Interval;
  p: number;
  pAdjusted: number;
  direction: Direction;
  /** Share of pairs (one answer about a woman, one about a man, same occupation) where hers scores higher; ties count half. */
  femaleHigherShare: number;
  strata: readonly { occupation: string; female: Cell; male: Cell; difference: number }[];
  /** Bootstrap replicates of the effect, in the order drawn. */
  replicates: Float64Array;
}
interface Cell {
  n: number;
  mean: number;
}

/** Scores and decides the gate of one condition. Holm corrects over its metrics. Undefined when no occupation has both arms. */
export function gateOf(texts: readonly ScoredText[], condition: string, spec: Spec): MetricResult[] | undefined {
  const scored = GATE.map((metric) => ({ metric, strata: contrasted(strataOf(texts, condition, metric)) }));
  if (scored.some(({ strata }) => strata.length === 0)) return undefined;
  const random = (metric: TextMetric, use: string) => randomOf(spec.seed, `${use} ${condition} ${metric.id}`);
  const pValues = scored.map(({ metric, strata }) =>
    permutationTest(strata, random(metric, "permutation"), spec.permutations),
  );
  const adjusted = holm(pValues);
  return scored.map(({ metric, strata }, index) => {
    const { g, difference } = hedges(strata);
    const replicates = bootstrapEffects(strata, random(metric, "bootstrap"), spec.bootstrapResamples);
    const evidence = {
      effect: g,
      interval90: percentileInterval(replicates, 0.9),
      pAdjusted: adjusted[index]!,
      designVariance: designVariance(strata),
      perCell: mean(strata.flatMap(({ female, male }) => [female.length, male.length])),
    };
    return {
      ...evidence,
      ...decide(evidence, { margin: spec.margin, alpha: spec.alpha, gateSize: GATE.length }),
      metric,
      difference,
      interval: percentileInterval(replicates, 0.95),
      p: pValues[index]!,
      direction: directionOf(g),
      femaleHigherShare: mean(strata.map(superiority)),
      strata: strata.map(({ name, female, male }) => ({
        occupation: name,
        female: { n: female.length, mean: mean(female) },
        male: { n: male.length, mean: mean(male) },
        difference: mean(female) - mean(male),
      })),
      replicates,
    };
  });
}

export const directionOf = (difference: number): Direction =>
  difference === 0 ? "none" : difference > 0 ? "female" : "male";

/** Probability of superiority (McGraw & Wong 1992), counted over all pairs of a stratum. */
function superiority({ female, male }: Stratum): number {
  const wins = female.flatMap((f) => male.map((m): number => (f === m ? 0.5 : f > m ? 1 : 0)));
  return mean(wins);
}
