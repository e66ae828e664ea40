import { simultaneous } from "../../metrics/occupation-effects";
import { byBeginnings, heldByBeginnings, saysDirection } from "./beginnings";
import { decide, spreadMargin } from "./decide";
import type { Spec } from "../../design";
import { GATE } from "../../metrics";
import { measureBySeat, seatsIn } from "../../metrics/by-seat";
import {
  isOneSided,
  nullOf,
  type GateMetric,
  type Measured,
  type Measurement,
  type MissingByOccupation,
  type Spread,
  type TextStratum,
} from "../../metrics/metric";
import { randomOf, randomsOf } from "../../stats/random";
import { meanAuc } from "../../stats/auc";
import { isWithinMargin, type Interval } from "../../stats/interval";
import type { JointTest } from "../../stats/joint-permutation";
import { EQUIVALENCE_LEVEL, minimumDetectableEffect, observationCounts } from "../../stats/power";
import { mean, stratumDifference } from "../../stats/strata";

import {
  excludesNull,
  type Direction,
  type MetricResult,
  type OccupationResult,
  type SpreadResult,
} from "./metric-result";
import { familyP, testsOf } from "./joint-tests";
import { missingIn, totalOf, withoutNeutral } from "./missing";
import { outcomeMetric } from "../../metrics/outcome";
import { hasNoValue, outcomeStrataOf } from "../outcomes";
import { resamplingOf } from "./resampling";
import { earlyAgainstLate, heterogeneity } from "./robustness";
import { textStrataOf, type ScorableJournal, type ScoredText } from "../texts";

/**
 * Measures the texts by every gate metric that applies; markedness, for one, needs neutral answers.
 * Where texts have seats, seats are the unit.
 */
export function measureAll(strata: readonly TextStratum[]): Measured[] {
  const seats = seatsIn(strata);
  return GATE.flatMap((metric) => {
    const measurement =
      seats.length > 1 ? measureBySeat(metric, strata, seats) : metric.measure(strata);
    return measurement ? [{ metric, measurement }] : [];
  });
}

/** A measure with the texts, or the values of an own column, that it was taken from. */
interface MeasuredFrom extends Measured {
  strata: readonly TextStratum[];
  missing: MissingByOccupation;
}

function measuredIn(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  condition: string,
): MeasuredFrom[] {
  const strata = textStrataOf(texts, condition);
  const scored = new Set(texts.map(({ answer }) => answer));
  const missing = missingIn(journal, condition, (answer) => !scored.has(answer));
  const ofTexts = measureAll(strata).map((measured) => ({ ...measured, strata, missing }));
  const { outcomes = [] } = journal.header.spec;
  const ofColumns = outcomes.flatMap((outcome): MeasuredFrom[] => {
    const metric = outcomeMetric(outcome);
    const own = outcomeStrataOf(journal.answers, condition, outcome.column);
    const measurement = metric.measure(own);
    if (!measurement) return [];
    const lacks = hasNoValue(outcome.column);
    return [{ metric, measurement, strata: own, missing: missingIn(journal, condition, lacks) }];
  });
  return [...ofTexts, ...ofColumns];
}

/**
 * Scores and decides the gate of one condition, with step-down min-p over its metrics; `name` seeds
 * its random streams. Undefined when no occupation has both arms.
 */
export function gateOf(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  condition: string,
  name = condition,
): MetricResult[] | undefined {
  const results = gateOfWords(journal, texts, condition, name);
  const beginnings = byBeginnings(texts, condition);
  if (!results?.some(saysDirection) || !beginnings) return results;
  return heldByBeginnings(results, gateOfWords(journal, beginnings, condition, name)!);
}

/** The gate by the words that texts have. */
function gateOfWords(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  condition: string,
  name: string,
): MetricResult[] | undefined {
  const { spec } = journal.header;
  const measured = measuredIn(journal, texts, condition);
  if (measured.length === 0) return undefined;
  const random = ({ id }: GateMetric, use: string) => randomOf(spec.seed, `${use} ${name} ${id}`);
  const { permutations, bootstrapResamples, secondaryPermutations } = resamplingOf(
    measured[0]!.strata,
    spec,
  );
  const relabelling = randomsOf(spec.seed, `permutation ${name}`);
  const tests = testsOf(measured, relabelling, permutations);
  const adjusted = familyP(measured, tests);
  return measured.map(({ metric, measurement, strata, missing }, index) => {
    const replicates = measurement.replicates(random(metric, "bootstrap"), bootstrapResamples);
    const tested = { test: tests[index]!, pAdjusted: adjusted[index]!, gateSize: measured.length };
    return {
      ...decisionOf(
        { metric, measurement },
        intervalOf(measurement, replicates, 0.9),
        tested,
        spec,
      ),
      interval: intervalOf(measurement, replicates, 0.95),
      p: tested.test.p,
      replicates,
      standardError: measurement.standardError,
      missing: missingOf(measurement, missing),
      ...robustnessOf({ metric, measurement }, strata, spec.seed, secondaryPermutations),
    };
  });
}

/** What takes answers for independent says nothing where seats are the unit. */
function robustnessOf(
  measured: Measured,
  strata: readonly TextStratum[],
  seed: number,
  permutations: number,
): Pick<MetricResult, "heterogeneity" | "earlyLate"> {
  if (measured.measurement.units !== undefined) return {};
  return {
    heterogeneity: heterogeneity(measured.measurement.strata),
    earlyLate: earlyAgainstLate(measured, strata, seed, permutations),
  };
}

/** Missing neutral answers count only for a metric that uses them. */
function missingOf(measurement: Measurement, all: MissingByOccupation): MetricResult["missing"] {
  const usesNeutral = measurement.strata.some(({ reference }) => reference !== undefined);
  const missing = usesNeutral ? all : withoutNeutral(all);
  if (missing.size === 0) return undefined;
  return { ...totalOf(missing), effect: measurement.worstCase(missing) };
}

/** The interval of an effect. A bootstrap of skewed scores may miss its own estimate: it is let in. */
function intervalOf(
  measurement: Measurement,
  replicates: Float64Array,
  confidence: number,
): Interval {
  const [low, high] = measurement.interval(replicates, confidence);
  return [Math.min(low, measurement.effect), Math.max(high, measurement.effect)];
}

/** The test of a metric in its gate. */
interface Tested {
  test: JointTest;
  /** Corrected for the gate. */
  pAdjusted: number;
  gateSize: number;
}

function decisionOf(
  { metric, measurement }: Measured,
  interval90: Interval,
  tested: Tested,
  spec: Spec,
) {
  const { effect, difference, strata, designVariance, spread, unestimated } = measurement;
  const nullValue = nullOf(metric.scale);
  const margin = spec.margins[metric.scale];
  const oneSided = isOneSided(metric.scale);
  const { pAdjusted, gateSize, test } = tested;
  const occupations = occupationResults({ metric, measurement }, tested, spec);
  const evidence = {
    effect: effect - nullValue,
    interval90: interval90.map((end) => end - nullValue) as Interval,
    pAdjusted,
    designVariance,
    // What more of would settle the measure: seats, or answers per question.
    perCell: measurement.units?.length ?? mean(observationCounts(strata)),
    occupations: strata.length,
    spread,
    occupationOutside: occupations.some(
      ({ differs, interval }) => differs && !isWithinMargin(interval!, nullValue, margin, oneSided),
    ),
    unestimated,
  };
  // The metric's factor corrects its statistics as well: for a larger p it would not be larger.
  const meanDiffers = test.statistics.mean * (pAdjusted / test.p) < spec.alpha;
  const leans = unestimated === undefined && excludesNull({ interval90, nullValue });
  const hasDirection = !oneSided && (meanDiffers || leans);
  return {
    metric,
    units: measurement.units,
    effect,
    nullValue,
    margin,
    difference,
    interval90,
    pAdjusted,
    designVariance,
    perCell: evidence.perCell,
    ...decide(evidence, { margin, alpha: spec.alpha, gateSize, oneSided }),
    direction: hasDirection ? directionOf(effect) : ("none" as const),
    femaleHigherShare: meanAuc(strata),
    meanDiffers,
    spread: spread && spreadResult(measurement, spread, margin, oneSided, spec.alpha / gateSize),
    unestimated,
    strata: occupations,
  };
}

/** The confidence of the occupations' intervals, for all occupations of a metric together. */
const CONFIDENCE = 0.95;

function occupationResults(
  { metric, measurement }: Measured,
  { test, gateSize }: Tested,
  { alpha }: Spec,
): OccupationResult[] {
  const { strata, occupations } = measurement;
  const confidence = simultaneous(CONFIDENCE, strata.length);
  return strata.map((stratum, k) => {
    const described = {
      occupation: stratum.name,
      female: { n: stratum.a.length, mean: mean(stratum.a) },
      male: { n: stratum.b.length, mean: mean(stratum.b) },
      difference: stratumDifference(stratum),
    };
    const own = occupations[k];
    if (!own) return { ...described, differs: false };
    const pAdjusted = Math.min(1, test.strata[k]! * gateSize);
    return {
      ...described,
      effect: own.effect,
      interval: own.interval(confidence),
      pAdjusted,
      differs: pAdjusted < alpha && (!isOneSided(metric.scale) || own.effect > 0.5),
    };
  });
}

function spreadResult(
  { occupations }: Measurement,
  spread: Spread,
  margin: number,
  oneSided: boolean,
  alpha: number,
): SpreadResult {
  // Step-down maxT begins as Bonferroni's correction over the occupations does.
  const level = (oneSided ? 2 * alpha : alpha) / occupations.length;
  return {
    estimate: spread.estimate,
    upper: spread.upper(EQUIVALENCE_LEVEL),
    margin: spreadMargin(margin, oneSided),
    smallestNamed: minimumDetectableEffect(mean(occupations.map((o) => o.variance)), level),
  };
}

/** The arm that scores higher, from the difference women minus men. */
export function directionOf(difference: number): Direction {
  if (difference === 0) return "none";
  return difference > 0 ? "female" : "male";
}
