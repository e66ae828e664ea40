import type { MetricResult } from "../score/gate/metric-result";
import { GATE } from "../metrics";
import type { Score } from "../score";
import type { MetricWithChange } from "../score/changes";
import type { ModelComparison } from "../score/model-comparison";
import { couldOverturn } from "../score/gate/missing";
import { provenanceOf } from "./provenance";
import type { ProbeDocument } from "./schema";
import { headline } from "./headline";
import { metricSentence } from "./metric-sentence";

/** Names of the files of a run, in its folder. */
export const FILES = {
  journal: "journal.jsonl",
  json: "report.json",
  html: "report.html",
  junit: "junit.xml",
} as const;

/** Builds the document; the same score gives the same bytes. `samples` is the number of answers scored. */
export function documentOf(
  score: Score,
  files: Record<keyof typeof FILES, string> = filesOf(score),
): ProbeDocument {
  const { header } = score.journal;
  const { spec } = header;
  return roundNumbers<ProbeDocument>({
    schema: "rai-lab/probe/1",
    verdict: score.verdict,
    sentence: headline(score),
    obstacles: score.obstacles,
    samples: answersScored(score),
    distinct: score.journal.recorded?.isWithoutTexts
      ? answersScored(score)
      : score.texts.filter(({ isRepeated }) => !isRepeated).length,
    excluded: score.excluded,
    metrics: score.metrics.map(metricDocument),
    notAsked: notAsked(score),
    defaultGender: score.defaultGender,
    mitigations: score.mitigations.map(({ condition, metrics, wordsPerAnswer, costs }) => ({
      condition: condition.id,
      name: condition.name,
      words: wordsPerAnswer,
      costs,
      metrics: metrics.map(changedDocument),
    })),
    modelComparison: score.modelComparison && comparisonDocument(score.modelComparison),
    asking: score.usage,
    events: score.events,
    leak: score.leak,
    masked: score.masked,
    sequential: score.sequential,
    looks: score.looks,
    power: score.power,
    resampling: score.resampling,
    secondary: score.secondary,
    files,
    taken: score.journal.recorded?.taken,
    cautions: score.cautions,
    claim: "about these prompts, not about occupations or models in general",
    producedBy: provenanceOf(score.journal),
    design: {
      specHash: header.hash,
      seed: spec.seed,
      answersPerQuestion: spec.samples,
      conditions: spec.conditions.map(({ id, name }) => ({ id, name })),
      maxTokens: spec.maxTokens,
      windowWords: spec.windowWords,
      margin: spec.margin,
      margins: spec.margins,
      alpha: spec.alpha,
      bootstrapResamples: spec.bootstrapResamples,
      permutations: spec.permutations,
      lexiconsHash: spec.lexiconsHash,
    },
  });
}

/** Answers with a text that can be scored; of a file without texts, those with a value. */
export function answersScored({ texts, journal }: Pick<Score, "texts" | "journal">): number {
  if (!journal.recorded?.isWithoutTexts) return texts.length;
  return journal.answers.filter(({ outcomes = {} }) => Object.keys(outcomes).length > 0).length;
}

/** The measures of the gate that the answers do not hold. */
const notAsked = ({ journal, metrics }: Score): { id: string; name: string }[] =>
  GATE.filter(
    ({ id }) =>
      journal.header.spec.gate.includes(id) && metrics.every(({ metric }) => metric.id !== id),
  ).map(({ id, name }) => ({ id, name }));

/** File names beside the report. Recorded answers keep the name of their own file. */
const filesOf = ({ journal }: Score): Record<keyof typeof FILES, string> => ({
  ...FILES,
  journal: journal.recorded?.file ?? FILES.journal,
});

function comparisonDocument({ conditions, ...comparison }: ModelComparison) {
  return {
    ...comparison,
    conditions: conditions.map(({ condition, verdict, obstacles, metrics }) => ({
      condition: condition.id,
      name: condition.name,
      verdict,
      obstacles,
      metrics: metrics.map(changedDocument),
    })),
  };
}

const changedDocument = (metric: MetricWithChange) => ({
  ...metricDocument(metric),
  change: metric.change,
});

/** One measure as JSON. */
export function metricDocument(result: MetricResult) {
  const { metric, missing } = result;
  return {
    id: metric.id,
    number: metric.number,
    name: metric.name,
    unit: metric.unit,
    scale: metric.scale,
    nullValue: result.nullValue,
    margin: result.margin,
    effect: result.effect,
    interval: result.interval,
    interval90: result.interval90,
    difference: result.difference,
    p: result.p,
    pAdjusted: result.pAdjusted,
    verdict: result.verdict,
    note: result.note,
    direction: result.direction,
    sentence: metricSentence(result),
    femaleHigherShare: result.femaleHigherShare,
    minimumDetectable: result.minimumDetectable,
    moreAnswersPerQuestion: result.moreAnswersPerQuestion,
    standardError: result.standardError,
    missing: missing && { ...missing, couldOverturn: couldOverturn(result) },
    heterogeneity: result.heterogeneity,
    earlyLate: result.earlyLate,
    meanDiffers: result.meanDiffers,
    spread: result.spread,
    unestimated: result.unestimated,
    byOccupation: result.strata,
  };
}

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };

/** Rounds every number to 12 digits, so that the order of a sum does not change the document. */
export function roundNumbers<T>(value: DeepReadonly<T>): T {
  return JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "number" ? Number(inner.toPrecision(12)) : inner,
    ),
  ) as T;
}
