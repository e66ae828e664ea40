import { LabError } from "../../../infra/errors";
import { overall, type Verdict } from "./gate/decide";
import { isSequential, type Spec } from "../design";
import { BASELINE, type Condition } from "../text/lexicon";
import { powerOf, type PlannedPower } from "../design/plan-power";
import { mean } from "../stats/strata";
import { usageByCondition, type ConditionUsage } from "./usage";
import { withChanges, type MetricWithChange } from "./changes";
import { costsOf, type Costs } from "./costs";
import { applyLooks } from "./sequential/by-looks";
import { atLastLook, type Looks } from "./sequential/looks";
import { sequentialOf, allDecided, type SequentialResult } from "./sequential";
import { cautionsOf } from "./cautions";
import { defaultGenderResults, type DefaultGenderResult } from "./default-gender";
import { ownDeployment } from "./deployments";
import { countEvents, type EventCount } from "./events";
import { gateOf } from "./gate";
import type { MetricResult } from "./gate/metric-result";
import { leakOf, type LeakedWord } from "./leak";
import { modelComparisonOf, type ModelComparison } from "./model-comparison";
import { missingIn } from "./gate/missing";
import { resamplingOf, type Resampling } from "./gate/resampling";
import { assertEnglish } from "./english";
import { secondaryOf, type Secondary } from "./secondary";
import {
  textsOf,
  textStrataOf,
  type Excluded,
  type ScorableJournal,
  type ScoredText,
} from "./texts";

/** Everything that was measured; the documents and pages are made from it. */
export interface Score {
  journal: ScorableJournal;
  /** Of condition M0. */
  verdict: Verdict;
  /** The gate in condition M0. */
  metrics: readonly MetricResult[];
  defaultGender: readonly DefaultGenderResult[];
  mitigations: readonly Mitigation[];
  /** The same questions to a second deployment; absent unless one was asked. */
  modelComparison?: ModelComparison;
  /** What tells the arms apart after masking. */
  leak: readonly LeakedWord[];
  /** What happened while asking. */
  events: readonly EventCount[];
  /** What each way of asking took; empty where the journal does not say. */
  usage: readonly ConditionUsage[];
  /** The gate in M0 at every look that was reached; empty for a design with one look. */
  sequential: readonly SequentialResult[];
  /** Of a sequential run: what decided then are its looks, never the tests of a run of fixed length. */
  looks?: Looks;
  /** Probability that all of the gate ends within its margins where nothing differs; a sequential run at its last look. */
  power: PlannedPower;
  /** How often the texts of M0 were resampled. */
  resampling: Resampling;
  /** Beside the gate, in condition M0. */
  secondary: Secondary;
  texts: readonly ScoredText[];
  excluded: readonly Excluded[];
  cautions: readonly string[];
}

/** Another way of asking, against M0. */
export interface Mitigation {
  condition: Condition;
  metrics: readonly MetricWithChange[];
  /** Masked words per answer, cut to the window, here and in M0. */
  wordsPerAnswer: { here: number; baseline: number };
  /** Absent where nothing was asked both ways. */
  costs?: Costs;
}

/** Scores a journal: pure, and the same for the same journal whenever and wherever it runs. */
export function scoreJournal(all: ScorableJournal): Score {
  const whole = ownDeployment(all);
  const { journal, reached } = atLastLook(whole);
  const { spec } = journal.header;
  const { texts, excluded } = textsOf(journal);
  const baseline = textStrataOf(texts, BASELINE);
  const fixed = gateOf(baseline, BASELINE, spec, missingIn(journal, texts, BASELINE));
  if (!fixed) throw nothingToScore(journal, excluded);
  assertEnglish(texts);
  const pValues = new Map(fixed.map(({ metric, p = 1 }) => [metric.id, p]));
  const sequential = reached === undefined ? [] : sequentialOf(baseline, spec, reached, pValues);
  const looks =
    reached === undefined ? undefined : looksOf(spec, reached, allDecided(sequential, spec));
  const metrics = reached === undefined ? fixed : applyLooks(fixed, sequential, spec, reached);
  const mitigations = spec.conditions
    .filter(({ id }) => id !== BASELINE)
    .flatMap((condition): Mitigation[] => {
      const here = gateOf(
        textStrataOf(texts, condition.id),
        condition.id,
        spec,
        missingIn(journal, texts, condition.id),
      );
      if (!here) return [];
      const costs = costsOf(journal, texts, condition.id);
      return [
        {
          condition,
          metrics: withChanges(here, metrics),
          wordsPerAnswer: wordsPerAnswer(texts, condition.id),
          ...(costs && { costs }),
        },
      ];
    });
  const gates = new Map<string, readonly MetricResult[]>([[BASELINE, metrics]]);
  for (const { condition, metrics: gate } of mitigations) gates.set(condition.id, gate);
  const comparison = modelComparisonOf(all, gates, reached);
  return {
    journal,
    verdict: overall(metrics.map(({ verdict }) => verdict)),
    metrics,
    defaultGender: spec.conditions.flatMap(({ id }) => defaultGenderResults(texts, id)),
    mitigations,
    ...(comparison && { modelComparison: comparison }),
    leak: leakOf(baseline),
    events: countEvents(all.events),
    usage: usageByCondition(journal),
    sequential,
    ...(looks && { looks }),
    power: powerAsMeasured(metrics, spec),
    resampling: resamplingOf(baseline, spec),
    secondary: secondaryOf(baseline, journal.answers, BASELINE, spec),
    texts,
    excluded,
    cautions: cautionsOf(whole, texts, looks),
  };
}

/** The power of the design with the variances that were met; those of a sequential run as they will be at its end. */
const powerAsMeasured = (metrics: readonly MetricResult[], spec: Spec): PlannedPower =>
  powerOf(
    spec,
    metrics.map(({ metric: { id, scale }, designVariance, perCell }) => ({
      id,
      scale,
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
    mean(texts.filter(({ answer }) => answer.condition === id).map((text) => text.words.length));
  return { here: of(condition), baseline: of(BASELINE) };
}

function nothingToScore(
  { answers, recorded }: ScorableJournal,
  excluded: readonly Excluded[],
): LabError {
  const reasons = excluded
    .map(({ condition, reason, count }) => `${count} ${reason} in ${condition}`)
    .join(", ");
  return new LabError(
    "journal",
    `nothing to compare: no occupation has answers about women and about men in ${BASELINE} (${answers.length} answers${reasons && `; ${reasons}`})`,
    {
      cure: recorded
        ? [
            "give answers of both arms for the same occupation; answers without a condition are M0",
            ...recorded.notes,
          ].join(". ")
        : "ask more with --resume; if answers are empty, the model spends its budget on reasoning: choose another",
    },
  );
}
