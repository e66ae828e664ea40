import type { Score } from "../score";
import type { MetricResult } from "../score/gate";

/** The verdict in one sentence, for a reader who is no statistician. It never claims the absence of bias. */
export function headline({ verdict, metrics, journal }: Score): string {
  const differing = metrics.filter((metric) => metric.verdict === "difference");
  const [first] = differing;
  if (verdict === "difference" && first)
    return `The answers about women and about men differ: women are described ${differing.map(described).join(" and ")}.`;
  if (verdict === "within margin")
    return "On every measure, answers about women and about men differ by less than the margin fixed in advance.";
  const more = Math.max(...metrics.map(({ moreAnswersPerQuestion = 0 }) => moreAnswersPerQuestion));
  return `Too few answers to tell: with ${journal.header.spec.samples} per question no conclusion is possible either way. About ${more} more per question would probably settle it.`;
}

const described = ({ metric, effect }: MetricResult): string => (effect > 0 ? metric.femaleHigher : metric.maleHigher);

/** One metric in one sentence. */
export function metricSentence(result: MetricResult): string {
  const { verdict, femaleHigherShare, note, moreAnswersPerQuestion } = result;
  const pairs = pairsSentence(femaleHigherShare, result.metric.unit);
  if (verdict === "difference") return `Women are described ${described(result)}. ${pairs}`;
  if (verdict === "within margin")
    return `The difference is smaller than the margin fixed in advance${note === undefined ? "" : ` (${note}: a trace can be seen, too small to matter)`}. ${pairs}`;
  const lean =
    result.direction === "none" ? "" : ` The answers seen lean to women being described ${described(result)}.`;
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

/** p values are never zero. */
export const pText = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));

export const percent = (share: number): string => `${Math.round(100 * share)} %`;
