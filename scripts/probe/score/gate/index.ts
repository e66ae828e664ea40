import { decide } from "./decide";
import type { Spec } from "../../design";
import { GATE } from "../../metrics";
import {
  isOneSided,
  nullOf,
  type GateMetric,
  type Measured,
  type Measurement,
  type MissingByOccupation,
  type TextStratum,
} from "../../metrics/metric";
import { randomOf } from "../../stats/random";
import { meanAuc } from "../../stats/auc";
import { holm } from "../../stats/holm";
import type { Interval } from "../../stats/interval";
import { observationCounts } from "../../stats/power";
import { mean, stratumDifference } from "../../stats/strata";

import type { Direction, MetricResult } from "./metric-result";
import { missingIn, totalOf, withoutNeutral } from "./missing";
import { resamplingOf } from "./resampling";
import { earlyAgainstLate, heterogeneity } from "./robustness";
import { textStrataOf, type ScorableJournal, type ScoredText } from "../texts";

/** Measures the texts by every gate metric that applies; markedness, for one, needs neutral answers. */
export const measureAll = (strata: readonly TextStratum[]): Measured[] =>
  GATE.flatMap((metric) => {
    const measurement = metric.measure(strata);
    return measurement ? [{ metric, measurement }] : [];
  });

/**
 * Scores and decides the gate of one condition, with Holm over its metrics; `name` seeds its random
 * streams. Undefined when no occupation has both arms.
 */
export function gateOf(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  condition: string,
  name = condition,
): MetricResult[] | undefined {
  const { spec } = journal.header;
  const strata = textStrataOf(texts, condition);
  const missing = missingIn(journal, texts, condition);
  const measured = measureAll(strata);
  if (measured.length === 0) return undefined;
  const random = ({ id }: GateMetric, use: string) => randomOf(spec.seed, `${use} ${name} ${id}`);
  const { permutations, bootstrapResamples, secondaryPermutations } = resamplingOf(strata, spec);
  const pValues = measured.map(({ metric, measurement }) =>
    measurement.p(random(metric, "permutation"), permutations),
  );
  const adjusted = holm(pValues);
  return measured.map(({ metric, measurement }, index) => {
    const replicates = measurement.replicates(random(metric, "bootstrap"), bootstrapResamples);
    return {
      ...decisionOf(
        { metric, measurement },
        measurement.interval(replicates, 0.9),
        adjusted[index]!,
        spec,
        measured.length,
      ),
      interval: measurement.interval(replicates, 0.95),
      p: pValues[index]!,
      replicates,
      standardError: measurement.standardError,
      missing: missingOf(measurement, missing),
      heterogeneity: heterogeneity(measurement.strata),
      earlyLate: earlyAgainstLate(
        { metric, measurement },
        strata,
        spec.seed,
        secondaryPermutations,
      ),
    };
  });
}

/** Missing neutral answers count only for a metric that uses them. */
function missingOf(measurement: Measurement, all: MissingByOccupation): MetricResult["missing"] {
  const usesNeutral = measurement.strata.some(({ reference }) => reference !== undefined);
  const missing = usesNeutral ? all : withoutNeutral(all);
  if (missing.size === 0) return undefined;
  return { ...totalOf(missing), effect: measurement.worstCase(missing) };
}

function decisionOf(
  { metric, measurement }: Measured,
  interval90: Interval,
  pAdjusted: number,
  spec: Spec,
  gateSize: number,
) {
  const { effect, difference, strata, designVariance } = measurement;
  const nullValue = nullOf(metric.scale);
  const margin = spec.margins[metric.scale];
  const evidence = {
    effect: effect - nullValue,
    interval90: interval90.map((end) => end - nullValue) as Interval,
    pAdjusted,
    designVariance,
    perCell: mean(observationCounts(strata)),
  };
  const oneSided = isOneSided(metric.scale);
  return {
    metric,
    effect,
    nullValue,
    margin,
    difference,
    interval90,
    pAdjusted,
    designVariance,
    perCell: evidence.perCell,
    ...decide(evidence, { margin, alpha: spec.alpha, gateSize, oneSided }),
    direction: oneSided ? ("none" as const) : directionOf(effect),
    femaleHigherShare: meanAuc(strata),
    strata: strata.map((stratum) => ({
      occupation: stratum.name,
      female: { n: stratum.a.length, mean: mean(stratum.a) },
      male: { n: stratum.b.length, mean: mean(stratum.b) },
      difference: stratumDifference(stratum),
    })),
  };
}

/** The arm that scores higher, from the difference women minus men. */
export function directionOf(difference: number): Direction {
  if (difference === 0) return "none";
  return difference > 0 ? "female" : "male";
}
