import { overall, type Verdict } from "./gate/decide";
import { labourShareOf } from "../design";
import type { Condition } from "../text/lexicon";
import { withChanges, type MetricWithChange } from "./changes";
import { defaultGenderResults, type DefaultGenderResult } from "./default-gender";
import { deploymentPart } from "./deployments";
import { gateOf } from "./gate";
import type { MetricResult } from "./gate/metric-result";

import { modelsOf, textsOf, type Excluded, type ScorableJournal } from "./texts";
import type { Obstacle } from "./obstacle";
import { obstaclesOf } from "./validity";

/** A second deployment against the stack's own, asked the same questions in the same blocks. Never decides. */
export interface ModelComparison {
  deployment: string;
  /** The model deployed under that name. */
  deployedModel: string;
  /** Models named in the answers. */
  models: readonly string[];
  /** Number of answers scored. */
  samples: number;
  excluded: readonly Excluded[];
  conditions: readonly ComparedCondition[];
  defaultGender: readonly DefaultGenderResult[];
}

/** Both deployments in one condition. */
export interface ComparedCondition {
  condition: Condition;
  /** Verdict of the second deployment's gate in this condition, as in a run of fixed length. */
  verdict: Verdict;
  /** What keeps it from a verdict. */
  obstacles: readonly Obstacle[];
  /** Its metrics with their changes against the stack's own deployment; Holm over the condition's metrics. */
  metrics: readonly MetricWithChange[];
}

/**
 * Scores the second deployment of a journal and compares each metric with the stack's own one in
 * `gates` (by condition). Only answers before the look `reached` count. Undefined when no second
 * deployment was asked, or when none of its answers can be compared.
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
  const { texts, excluded, names } = textsOf(journal);
  const conditions = spec.conditions.flatMap((condition): ComparedCondition[] => {
    const own = gates.get(condition.id);
    // The name seeds separate random streams: the interval of a change needs independent bootstraps.
    const gate = own && gateOf(journal, texts, condition.id, `${condition.id} of ${spec.compare!}`);
    if (!gate) return [];
    const obstacles = obstaclesOf(journal, texts, names, gate, condition.id);
    const verdict = overall(
      gate.map((metric) => metric.verdict),
      obstacles,
    );
    return [{ condition, verdict, obstacles, metrics: withChanges(gate, own) }];
  });
  if (conditions.length === 0) return undefined;
  return {
    deployment: spec.compare,
    deployedModel: service.comparedModel ?? "",
    models: modelsOf(journal.answers),
    samples: texts.length,
    excluded,
    conditions,
    defaultGender: spec.conditions.flatMap(({ id }) =>
      defaultGenderResults(
        texts.filter(({ isRepeated }) => !isRepeated),
        id,
        labourShareOf(spec),
      ),
    ),
  };
}
