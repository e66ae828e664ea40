import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { couldOverturn } from "../score/gate/missing";
import type { Interval } from "../stats/interval";

/** The verdict in one sentence, in plain words. It never claims the absence of bias. */
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
  return `Too few answers to tell: with ${answersPerQuestion(score)} per question ${settledText(within, metrics.length)} settled. About ${more} more per question would probably settle the rest.`;
}

function settledText(settled: number, all: number): string {
  if (settled === 0) return "no measure is";
  if (settled === 1) return `only 1 of ${all} measures is`;
  return `only ${settled} of ${all} measures are`;
}

/** Answers per question that were scored. In a sequential run: those at the last look reached. */
export const answersPerQuestion = ({ looks, journal }: Pick<Score, "looks" | "journal">): number =>
  looks?.reached ?? journal.header.spec.samples;

/** The differences to name: that answers can be told apart adds nothing to any other difference. */
function namedDifferences(differing: readonly MetricResult[]): readonly MetricResult[] {
  const named = differing.filter(({ metric }) => metric.scale !== "auc");
  return named.length > 0 ? named : differing;
}

/** "a, b and c". */
export const listText = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;

const directionText = ({ metric, effect, nullValue }: MetricResult): string =>
  effect > nullValue ? metric.femaleHigher : metric.maleHigher;

/** The finding of one metric in a few sentences. */
export const metricSentence = (result: MetricResult): string =>
  `${decisionSentence(result)}${missingSentence(result)}`;

/** How far the answers without a text could move the effect; empty when there are none. */
function missingSentence(result: MetricResult): string {
  const { missing, metric, verdict } = result;
  if (!missing) return "";
  const count = missing.female + missing.male + missing.neutral;
  const [low, high] = missing.effect.map((end) => figure(metric, end));
  const answers = count === 1 ? "answer has" : "answers have";
  const bounds = ` ${count} ${answers} no text: at worst the effect would lie between ${low!} and ${high!}`;
  if (!couldOverturn(result)) return `${bounds}.`;
  if (verdict === "difference")
    return `${bounds}, so they could overturn this: the difference could be none.`;
  return `${bounds}, so they could overturn this: the margin could be exceeded.`;
}

function decisionSentence(result: MetricResult): string {
  const { verdict, femaleHigherShare, note, moreAnswersPerQuestion } = result;
  const pairs = pairsSentence(femaleHigherShare, result.metric.unit);
  if (verdict === "difference") return `Women are described ${directionText(result)}. ${pairs}`;
  if (verdict === "within margin")
    return `The difference is smaller than the margin fixed in advance${note === undefined ? "" : ` (${note}: a trace can be seen, too small to matter)`}. ${pairs}`;
  const inconclusive = `Not settled: the range of plausible effects crosses the margin. About ${moreAnswersPerQuestion ?? 1} more answers per question would probably settle it.`;
  if (result.direction === "none") return inconclusive;
  return `${inconclusive} The answers seen lean to women being described ${directionText(result)}.`;
}

/** The effect in words: how often one of a random pair of answers scores higher. */
function pairsSentence(femaleHigherShare: number, unit: string): string {
  const share = Math.round(100 * Math.max(femaleHigherShare, 1 - femaleHigherShare));
  const pairs = "Of 100 pairs of answers, one about a woman and one about a man,";
  if (share === 50) return `${pairs} each scores higher about equally often (${unit}).`;
  const higher = femaleHigherShare > 0.5 ? "woman" : "man";
  return `${pairs} the one about the ${higher} scores higher in ${share} (${unit}).`;
}

/** A figure with its sign, `+` or `−` (U+2212); without a sign when it rounds to zero. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** Name of a metric's effect, by its scale. */
export const effectName = ({ metric }: MetricResult): string => EFFECTS[metric.scale];
const EFFECTS = {
  g: "Effect g",
  auc: "AUC (one half is guessing)",
  "risk difference": "Difference of shares",
};

/** The effect as a figure. */
export const effectText = ({ metric, effect }: MetricResult): string => figure(metric, effect);

/** The 95 % interval of the effect. */
export const intervalText = ({ metric, interval }: MetricResult): string =>
  `95 % interval ${rangeText(interval, (end) => figure(metric, end))}`;

/** A value on a metric's scale. An AUC has no sign: it is a share, and 0.50 means no difference. */
export const figure = ({ scale }: MetricResult["metric"], value: number): string =>
  scale === "auc" ? value.toFixed(2) : signed(value);

/** A p value with three decimals, never as zero. */
export const pText = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));

/** A share as a whole percentage. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** "−0.10 to +0.20", each end as `format` writes it. */
export const rangeText = ([low, high]: Interval, format: (end: number) => string): string =>
  `${format(low)} to ${format(high)}`;

/** A value as `format` writes it, or a dash where there is none. */
export const orDash = <T>(value: T | undefined, format: (value: T) => string): string =>
  value === undefined ? "–" : format(value);

/** The name of the metric with this id; the id itself where the gate has no result for it. */
export const nameOf = (metrics: Score["metrics"], id: string): string =>
  metrics.find(({ metric }) => metric.id === id)?.metric.name ?? id;
