import { overall, type Verdict } from "./gate/decide";
import type { Condition } from "../text/lexicon";
import { withChanges, type MetricWithChange } from "./changes";
import { defaultGenderResults, type DefaultGenderResult } from "./default-gender";
import { deploymentPart } from "./deployments";
import { gateOf } from "./gate";
import type { MetricResult } from "./gate/metric-result";
import { missingIn } from "./gate/missing";
import { textsOf, textStrataOf, type Excluded, type ScorableJournal } from "./texts";

/** A second deployment, asked the same questions in the same blocks, against the stack's own. It never decides the verdict. */
export interface ModelComparison {
  deployment: string;
  /** What was deployed under that name. */
  deployedModel: string;
  /** As the service named what answered. */
  models: readonly string[];
  /** Answers scored. */
  samples: number;
  excluded: readonly Excluded[];
  conditions: readonly ComparedCondition[];
  defaultGender: readonly DefaultGenderResult[];
}

/** Both deployments under one way of asking. */
export interface ComparedCondition {
  condition: Condition;
  /** The gate of the second deployment under this condition, in a look of fixed length. */
  verdict: Verdict;
  /** Its metrics, each with its change against the stack's own deployment: Holm over the metrics of the condition. */
  metrics: readonly MetricWithChange[];
}

/**
 * Scores the second deployment of a journal and holds each metric against the stack's own, `gates` by condition. Of a
 * sequential run both are taken up to the look that was reached. Undefined where no other deployment was asked, or where
 * it gave nothing that can be compared.
 */
export function modelComparisonOf(
  all: ScorableJournal,
  gates: ReadonlyMap<string, readonly MetricResult[]>,
  reached = Infinity,
): ModelComparison | undefined {
  const { spec, service } = all.header;
  if (spec.compare === undefined) return undefined;
  const part = deploymentPart(all, spec.compare);
  const journal = { ...part, answers: part.answers.filter(({ index }) => index < reached) };
  const { texts, excluded } = textsOf(journal);
  const conditions = spec.conditions.flatMap((condition): ComparedCondition[] => {
    const own = gates.get(condition.id);
    // Resampled by streams of its own: an interval of a difference needs independent bootstraps.
    const missing = missingIn(journal, texts, condition.id);
    const gate =
      own &&
      gateOf(
        textStrataOf(texts, condition.id),
        `${condition.id} of ${spec.compare!}`,
        spec,
        missing,
      );
    if (!gate) return [];
    return [
      {
        condition,
        verdict: overall(gate.map(({ verdict }) => verdict)),
        metrics: withChanges(gate, own),
      },
    ];
  });
  if (conditions.length === 0) return undefined;
  return {
    deployment: spec.compare,
    deployedModel: service.comparedModel ?? "",
    models: [
      ...new Set(journal.answers.map(({ model }) => model).filter((model) => model !== "")),
    ].sort(),
    samples: texts.length,
    excluded,
    conditions,
    defaultGender: spec.conditions.flatMap(({ id }) => defaultGenderResults(texts, id)),
  };
}
