import { LabError } from "../../../infra/errors";
import { overall, type Verdict } from "./gate/decide";
import { isSequential, labourShareOf, type Spec } from "../design";
import { BASELINE, type Condition } from "../text/lexicon";
import { powerOf, type PlannedPower } from "../design/plan-power";
import { mean } from "../stats/strata";
import { usageByCondition, type ConditionUsage } from "./usage";
import { withChanges, type MetricWithChange } from "./changes";
import { costsOf, type Costs } from "./costs";
import { applyLooks } from "./sequential/by-looks";
import { atLastLook, type Looks } from "./sequential/looks";
import { sequentialOf, allDecided, type SequentialResult } from "./sequential";
import { cautionsOf, labelsLeftOut } from "./cautions";
import { defaultGenderResults, type DefaultGenderResult } from "./default-gender";
import { deploymentPart } from "./deployments";
import { countEvents, type EventCount } from "./events";
import { gateOf } from "./gate";
import type { MetricResult } from "./gate/metric-result";
import { leakOf, type LeakedWord } from "./leak";
import { maskedIn, type MaskedWord } from "./masked";
import { modelComparisonOf, type ModelComparison } from "./model-comparison";
import { resamplingOf, type Resampling } from "./gate/resampling";
import { assertEnglish } from "./english";
import { secondaryOf, type Secondary } from "./secondary";
import type { Obstacle } from "./obstacle";
import { obstaclesOf } from "./validity";
import {
  textsOf,
  textStrataOf,
  type Excluded,
  type ScorableJournal,
  type ScoredText,
} from "./texts";

/** All results of a journal; the reports are made from it. */
export interface Score {
  journal: ScorableJournal;
  /** Verdict of the gate in condition M0. */
  verdict: Verdict;
  /** What keeps M0 from a verdict, whatever its measures say; the first one matters most. */
  obstacles: readonly Obstacle[];
  /** The gate in condition M0. */
  metrics: readonly MetricResult[];
  defaultGender: readonly DefaultGenderResult[];
  mitigations: readonly Mitigation[];
  /** A second deployment, asked the same questions; absent unless one was asked. */
  modelComparison?: ModelComparison;
  /** The words that distinguish the arms after masking. */
  leak: readonly LeakedWord[];
  /** The words masked in M0, beside those of the questions. */
  masked: readonly MaskedWord[];
  /** Events while asking, counted. */
  events: readonly EventCount[];
  /** Requests, tokens and time by condition; empty when the journal has no request lines. */
  usage: readonly ConditionUsage[];
  /** The gate in M0 at every look that was reached; empty for a design with one look. */
  sequential: readonly SequentialResult[];
  /** Present for a sequential run, which its looks decide instead of the tests of a fixed run. */
  looks?: Looks;
  /** Probability that the gate ends within its margins when nothing differs; of a sequential run at its last look. */
  power: PlannedPower;
  /** Numbers of resamples drawn from the texts of M0. */
  resampling: Resampling;
  /** Results beside the gate, in condition M0. */
  secondary: Secondary;
  texts: readonly ScoredText[];
  excluded: readonly Excluded[];
  cautions: readonly string[];
}

/** Another condition, against M0. */
export interface Mitigation {
  condition: Condition;
  metrics: readonly MetricWithChange[];
  /** Masked words per answer, cut to the window, here and in M0. */
  wordsPerAnswer: { here: number; baseline: number };
  /** Absent when no occupation was asked about in both conditions. */
  costs?: Costs;
}

/** Scores a journal. A pure function: the same journal gives the same score. @throws LabError `journal` */
export function scoreJournal(all: ScorableJournal): Score {
  const whole = deploymentPart(all);
  const { journal, reached } = atLastLook(whole);
  const { spec } = journal.header;
  const { texts, excluded, names } = textsOf(journal);
  const baseline = textStrataOf(texts, BASELINE);
  const fixed = gateOf(journal, texts, BASELINE) ?? withoutGender(texts);
  if (!fixed) throw nothingToScore(journal, excluded);
  assertEnglish(texts);
  const counted = texts.filter(({ isRepeated }) => !isRepeated);
  const pValues = new Map(fixed.map(({ metric, p = 1 }) => [metric.id, p]));
  const sequential = reached === undefined ? [] : sequentialOf(baseline, spec, reached, pValues);
  const looks =
    reached === undefined ? undefined : looksOf(spec, reached, allDecided(sequential, spec));
  const metrics = reached === undefined ? fixed : applyLooks(fixed, sequential, spec, reached);
  const mitigations = spec.conditions
    .filter(({ id }) => id !== BASELINE)
    .flatMap((condition): Mitigation[] => {
      const here = gateOf(journal, texts, condition.id);
      if (!here) return [];
      return [
        {
          condition,
          metrics: withChanges(here, metrics),
          wordsPerAnswer: wordsPerAnswer(counted, condition.id),
          costs: costsOf(journal, counted, condition.id),
        },
      ];
    });
  const gates = new Map<string, readonly MetricResult[]>([[BASELINE, metrics]]);
  const masked = maskedIn(
    texts.filter(({ answer }) => answer.condition === BASELINE),
    names.get(BASELINE) ?? [],
    journal.mask ?? [],
  );
  const obstacles = obstaclesOf(journal, texts, names, metrics, BASELINE);
  for (const { condition, metrics: gate } of mitigations) gates.set(condition.id, gate);
  return {
    journal,
    verdict: overall(
      metrics.map(({ verdict }) => verdict),
      obstacles,
    ),
    obstacles,
    metrics,
    defaultGender: spec.conditions.flatMap(({ id }) =>
      defaultGenderResults(counted, id, labourShareOf(spec)),
    ),
    mitigations,
    modelComparison: modelComparisonOf(all, gates, reached),
    leak: leakOf(baseline),
    masked,
    events: countEvents(all.events),
    usage: usageByCondition(journal),
    sequential,
    looks,
    power: powerAsMeasured(metrics, spec),
    resampling: resamplingOf(baseline, spec),
    secondary: secondaryOf(baseline, journal.answers, BASELINE, spec),
    texts,
    excluded,
    cautions: [...labelsLeftOut(all), ...cautionsOf(whole, texts, masked, looks)],
  };
}

/** The power of the design with the observed variances, for a sequential run those expected at its end. */
const powerAsMeasured = (metrics: readonly MetricResult[], spec: Spec): PlannedPower =>
  powerOf(
    spec,
    metrics.map(({ metric: { id, scale }, designVariance, perCell, strata }) => ({
      id,
      scale,
      occupations: strata.length,
      variance: isSequential(spec) ? (designVariance * perCell) / spec.samples : designVariance,
    })),
  );

const looksOf = ({ looks: planned }: Spec, reached: number, decided: boolean): Looks => ({
  planned,
  reached,
  stoppedEarly: decided && reached < planned.at(-1)!,
});

function wordsPerAnswer(
  texts: readonly ScoredText[],
  condition: string,
): Mitigation["wordsPerAnswer"] {
  const of = (id: string): number =>
    texts.length === 0
      ? 0
      : mean(
          texts.filter(({ answer }) => answer.condition === id).map(({ available }) => available),
        );
  return { here: of(condition), baseline: of(BASELINE) };
}

/** The gate of answers to neutral questions alone: without measures, beside the default gender. */
const withoutGender = (texts: readonly ScoredText[]): MetricResult[] | undefined =>
  texts.length > 0 && texts.every(({ answer }) => answer.arm === "neutral") ? [] : undefined;

function nothingToScore(
  { answers, recorded }: ScorableJournal,
  excluded: readonly Excluded[],
): LabError {
  const reasons = excluded
    .map(({ condition, reason, count }) => `${count} ${reason} in ${condition}`)
    .join(", ");
  return new LabError(
    "journal",
    `nothing to compare: in ${BASELINE} (no instruction) no occupation has answers about women and about men, of ${answers.length} answers${reasons && `; ${reasons}`}`,
    {
      cure: recorded
        ? [
            "give answers of both arms for the same occupation; answers without a condition are M0",
            recorded.taken,
            ...recorded.notes,
          ].join(". ")
        : "ask more with --resume; if answers are empty, the model spends its budget on reasoning: choose another",
    },
  );
}
