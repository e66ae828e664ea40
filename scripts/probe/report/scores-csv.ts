import { csvText, type Cell } from "../../base/csv";
import { GATE } from "../metrics";
import { defaultGenderOf } from "../metrics/default-gender";
import type { GateMetric } from "../metrics/metric";
import { talksAboutGender } from "../metrics/salience";
import type { TextMetric } from "../metrics/text-metric";
import type { Score } from "../score";
import type { ScorableAnswer, ScoredText } from "../score/scored-text";
import { outcomeOf } from "../text/outcome";

const isTextMetric = (metric: GateMetric): metric is TextMetric => "score" in metric;
const TEXT_METRICS = GATE.filter(isTextMetric);

/**
 * Every answer as a row of CSV, in the order of the file: whether it counts, and what the measures of
 * single texts gave it. A measure that compares whole groups of texts has no column.
 */
export function scoresCsv({ texts, journal }: Score): string {
  const scored = new Map(texts.map((text) => [text.answer, text]));
  const { outcomes = [] } = journal.header.spec;
  const own = outcomes.map(({ column }) => column);
  const header = [
    ...[
      "answer",
      "condition",
      "occupation",
      "arm",
      "pair",
      "cluster",
      "outcome",
      "counts",
      "words",
    ],
    ...TEXT_METRICS.map(({ id }) => id),
    ...["talks about gender", "pronouns", ...own, "text"],
  ];
  const rows = journal.answers.map((answer) => rowOf(answer, scored.get(answer), own));
  return csvText([header, ...rows]);
}

function rowOf(
  answer: ScorableAnswer,
  text: ScoredText | undefined,
  own: readonly string[],
): Cell[] {
  const { id, source = id, condition, occupation, arm, pair, cluster, outcomes } = answer;
  const words = text?.words;
  return [
    source,
    condition,
    occupation,
    arm,
    pair,
    cluster,
    outcomeOf(answer),
    text === undefined || text.isRepeated ? "no" : "yes",
    words?.length,
    ...TEXT_METRICS.map((metric) => text && metric.score(text)),
    words && Number(talksAboutGender(words)),
    text && defaultGenderOf(answer.text),
    ...own.map((column) => outcomes?.[column]),
    answer.text,
  ];
}
