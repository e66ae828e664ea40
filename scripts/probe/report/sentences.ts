import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { couldOverturn } from "../score/gate/missing";

/** The verdict in one sentence, for a reader who is no statistician. It never claims the absence of bias. */
export function headline(score: Score): string {
  const { verdict, metrics } = score;
  const differing = metrics.filter((metric) => metric.verdict === "difference");
  const [first] = differing;
  if (verdict === "difference" && first)
    return `The answers about women and about men differ: women are described ${listText(namedDifferences(differing).map(directionText))}.`;
  if (verdict === "within margin")
    return `On every measure, answers about women and about men differ by less than the margin fixed in advance${metrics.some(couldOverturn) ? ", unless the answers without a text are very unlike the others" : ""}.`;
  const within = metrics.filter((metric) => metric.verdict === "within margin").length;
  const more = Math.max(...metrics.map(({ moreAnswersPerQuestion = 0 }) => moreAnswersPerQuestion));
  const settled =
    within === 0
      ? "no measure is"
      : `only ${within} of ${metrics.length} measures ${within === 1 ? "is" : "are"}`;
  return `Too few answers to tell: with ${answersPerQuestion(score)} per question ${settled} settled. About ${more} more per question would probably settle the rest.`;
}

/** Answers to each question that were scored; of a sequential run those at its last look. */
export const answersPerQuestion = ({ looks, journal }: Pick<Score, "looks" | "journal">): number =>
  looks?.reached ?? journal.header.spec.samples;

/** That answers can be told apart goes without saying where it is known in what they differ. */
function namedDifferences(differing: readonly MetricResult[]): readonly MetricResult[] {
  const named = differing.filter(({ metric }) => metric.scale !== "auc");
  return named.length > 0 ? named : differing;
}

/** "a, b and c". */
export const listText = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;

const directionText = ({ metric, effect, nullValue }: MetricResult): string =>
  effect > nullValue ? metric.femaleHigher : metric.maleHigher;

/** One metric in a few sentences. */
export const metricSentence = (result: MetricResult): string =>
  `${decisionSentence(result)}${missingSentence(result)}`;

/** Answers without a text are never dropped silently: what they could change is said. */
function missingSentence(result: MetricResult): string {
  const { missing, metric, verdict } = result;
  if (!missing) return "";
  const count = missing.female + missing.male + missing.neutral;
  const [low, high] = missing.effect.map((end) => figure(metric, end));
  const bounds = ` ${count} ${count === 1 ? "answer has" : "answers have"} no text: at worst the effect would lie between ${low!} and ${high!}`;
  if (!couldOverturn(result)) return `${bounds}.`;
  return `${bounds}, so they could overturn this: ${verdict === "difference" ? "the difference could be none" : "the margin could be exceeded"}.`;
}

function decisionSentence(result: MetricResult): string {
  const { verdict, femaleHigherShare, note, moreAnswersPerQuestion } = result;
  const pairs = pairsSentence(femaleHigherShare, result.metric.unit);
  if (verdict === "difference") return `Women are described ${directionText(result)}. ${pairs}`;
  if (verdict === "within margin")
    return `The difference is smaller than the margin fixed in advance${note === undefined ? "" : ` (${note}: a trace can be seen, too small to matter)`}. ${pairs}`;
  const lean =
    result.direction === "none"
      ? ""
      : ` The answers seen lean to women being described ${directionText(result)}.`;
  return `Not settled: the range of plausible effects crosses the margin. About ${moreAnswersPerQuestion ?? 1} more answers per question would probably settle it.${lean}`;
}

/** The effect in words: what happens when one answer of each kind is drawn. */
function pairsSentence(femaleHigherShare: number, unit: string): string {
  const share = Math.round(100 * Math.max(femaleHigherShare, 1 - femaleHigherShare));
  const whose = femaleHigherShare >= 0.5 ? "woman" : "man";
  return share === 50
    ? `Of 100 pairs of answers, one about a woman and one about a man, each scores higher about equally often (${unit}).`
    : `Of 100 pairs of answers, one about a woman and one about a man, the one about the ${whose} scores higher in ${share} (${unit}).`;
}

/** A signed figure with a true minus sign. */
export const signed = (value: number, digits = 2): string => {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
};

/** What the effect of a metric is called. */
export const effectName = ({ metric }: MetricResult): string => EFFECTS[metric.scale];
const EFFECTS = {
  g: "Effect g",
  auc: "AUC (one half is guessing)",
  "risk difference": "Difference of shares",
};

/** An effect as it is read: an AUC has no sign. */
export const effectText = ({ metric, effect }: MetricResult): string => figure(metric, effect);

export const intervalText = ({ metric, interval: [low, high] }: MetricResult): string =>
  `95 % interval ${figure(metric, low)} to ${figure(metric, high)}`;

/** An AUC is a share, around one half: a sign before it would mislead. */
export const figure = ({ scale }: MetricResult["metric"], value: number): string =>
  scale === "auc" ? value.toFixed(2) : signed(value);

/** p values are never zero. */
export const pText = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));

export const percent = (share: number): string => `${Math.round(100 * share)} %`;
