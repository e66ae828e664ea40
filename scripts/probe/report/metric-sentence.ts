import {
  excludesNull,
  type MetricResult,
  type OccupationResult,
} from "../score/gate/metric-result";
import { isOneSided } from "../metrics/metric";
import { isWithinMargin } from "../stats/interval";
import { mean } from "../stats/strata";
import { couldOverturn } from "../score/gate/missing";
import { adviceText } from "./advice";
import { figure, listText } from "./format";

/** The finding of one metric in a few sentences. */
export const metricSentence = (result: MetricResult): string => joined(...sentencesOf(result));

/** The finding in one short line, and what explains it further. */
export function sentencesOf(result: MetricResult): [lead: string, rest: string] {
  const [lead, rest] = decisionSentences(result);
  const missing = missingSentence(result);
  if (couldOverturn(result)) return [joined(lead, missing), rest];
  return [lead, joined(rest, missing)];
}

const joined = (...sentences: readonly string[]): string => sentences.filter(Boolean).join(" ");

/** What an effect says of women: ends "Women are …". */
const directionText = (result: Directed, effect: number): string =>
  directionsText([{ result, effect }]);

type Directed = Pick<MetricResult, "metric" | "nullValue">;

/** What several effects say of women: "described as warmer and more positively, and given a lower “rating”". */
export function directionsText(effects: readonly { result: Directed; effect: number }[]): string {
  const textOf = ({ result: { metric, nullValue }, effect }: (typeof effects)[number]): string =>
    effect > nullValue ? metric.femaleHigher : metric.maleHigher;
  const isOwn = ({ result }: (typeof effects)[number]): boolean =>
    result.metric.outcome !== undefined;
  const described = effects.filter((one) => !isOwn(one)).map(textOf);
  const given = effects.filter(isOwn).map(textOf);
  const parts: string[] = [];
  if (described.length > 0) parts.push(`described ${listText(described)}`);
  if (given.length > 0) parts.push(listText(given));
  return parts.join(", and ");
}

/** Occupations that a sentence names. */
const NAMED = 5;

/** The occupations that differ by themselves, strongest first. */
export const differingOccupations = ({ strata }: MetricResult): OccupationResult[] =>
  strata
    .filter(({ differs }) => differs)
    .sort((a, b) => a.pAdjusted! - b.pAdjusted! || Math.abs(b.effect!) - Math.abs(a.effect!));

/** On average, the others differ by less than this part of what the few do. */
const OTHERS = 0.25;

/**
 * Whether a mean differs by few occupations, at most half of them, which are shown to differ by
 * themselves: what is said of all would be true of those alone.
 */
export function restsOnFew(result: MetricResult): boolean {
  const { strata, effect, nullValue } = result;
  const few = differingOccupations(result).filter(
    (one) => one.effect! > nullValue === effect > nullValue,
  );
  if (few.length === 0 || 2 * few.length > strata.length) return false;
  const others = strata.filter((one) => !few.includes(one));
  const distanceOf = (some: readonly OccupationResult[]): number =>
    mean(some.map((one) => (one.effect ?? nullValue) - nullValue));
  return distanceOf(others) / distanceOf(few) < OTHERS;
}

/** "nurse, chef and 3 more". */
export function occupationsText(occupations: readonly OccupationResult[]): string {
  const named = occupations.slice(0, NAMED).map(({ occupation }) => occupation);
  const more = occupations.length - named.length;
  if (more > 0) named.push(`${more} more`);
  return listText(named);
}

function decisionSentences(result: MetricResult): [string, string] {
  if (result.verdict === "difference") return differenceSentences(result);
  if (result.verdict === "within margin") return withinSentences(result);
  return [inconclusiveSentence(result), ""];
}

function differenceSentences(result: MetricResult): [string, string] {
  const parts = occupationSentences(result);
  if (result.meanDiffers && !restsOnFew(result)) {
    const ofMean = `Women are ${directionText(result, result.effect)}.`;
    return [joined(ofMean, ...parts), pairsSentence(result)];
  }
  const [
    first = "The occupations differ from each other by more than chance, and none stands out alone.",
    ...others
  ] = parts;
  const ofMean = result.meanDiffers
    ? "The average over the occupations differs mostly by that."
    : "On average over the occupations no difference is shown.";
  return [joined(first, ...others, ofMean), ""];
}

/** One sentence for each direction in which single occupations differ. */
function occupationSentences(result: MetricResult): string[] {
  const differing = differingOccupations(result);
  return [true, false].flatMap((higher) => {
    const own = differing.filter(({ effect }) => effect! > result.nullValue === higher);
    if (own.length === 0) return [];
    const shown = `Shown for ${occupationsText(own)} alone`;
    const isSaid = result.meanDiffers && !restsOnFew(result);
    if (isSaid && result.effect > result.nullValue === higher) return [`${shown} as well.`];
    return [`${shown}: women are ${directionText(result, own[0]!.effect!)}.`];
  });
}

function withinSentences(result: MetricResult): [string, string] {
  const { note, spread, strata, metric } = result;
  const trace = note === undefined ? "" : ` (${note}: a trace can be seen, too small to matter)`;
  const over = `over these ${strata.length} occupations`;
  const ofMean = `On average ${over} the difference is smaller than the margin fixed in advance${trace}`;
  if (!spread) return [`${ofMean}.`, ""];
  const limits = `and the typical size of a single occupation's is at most ${distance(result, spread.upper)}`;
  const single = `A single occupation would probably have been named from ${distance(result, spread.smallestNamed)} on${metric.scale === "auc" ? "" : ", in either direction"}.`;
  return [`${ofMean}, ${limits}.`, joined(single, pairsSentence(result))];
}

/** A distance from no difference as a figure of the metric's scale. */
export const distance = ({ metric, nullValue }: MetricResult, value: number): string =>
  metric.scale === "auc" ? Math.min(1, nullValue + value).toFixed(2) : value.toFixed(2);

/** Whether there is no finding because the measure, or its spread, could not be estimated. */
export const isUnestimated = ({ unestimated, verdict }: MetricResult): boolean =>
  unestimated !== undefined && verdict === "inconclusive";

function inconclusiveSentence(result: MetricResult): string {
  if (isUnestimated(result)) return `Could not be estimated: ${result.unestimated!}.`;
  return `Not settled: ${openQuestion(result)}. ${adviceText(result)}${leaning(result)}`;
}

/** What keeps an inconclusive metric from its margin. */
function openQuestion({
  interval90,
  nullValue,
  margin,
  metric,
  spread,
  strata,
}: MetricResult): string {
  const outside = strata.filter(({ differs }) => differs);
  if (outside.length > 0) return `${occupationsText(outside)} may lie outside the margin`;
  if (isWithinMargin(interval90, nullValue, margin, isOneSided(metric.scale)) && spread)
    return "the average lies within the margin, but single occupations could differ by more than that";
  return "the range of plausible effects crosses the margin";
}

/** What the answers lean to; empty unless the interval that decides excludes no difference. */
function leaning(result: MetricResult): string {
  if (!excludesNull(result)) return "";
  return ` The answers seen lean to women being ${directionText(result, result.effect)}.`;
}

/** The effect in words: how often one of a random pair of answers scores higher. */
function pairsSentence({ femaleHigherShare, metric: { unit } }: MetricResult): string {
  const share = Math.round(100 * Math.max(femaleHigherShare, 1 - femaleHigherShare));
  const pairs = "Of 100 pairs of answers, one about a woman and one about a man,";
  if (share === 50) return `${pairs} each scores higher about equally often (${unit}).`;
  const higher = femaleHigherShare > 0.5 ? "woman" : "man";
  return `${pairs} the one about the ${higher} scores higher in ${share} (${unit}).`;
}

/** How far the answers without a text could move the effect; empty when there are none. */
function missingSentence(result: MetricResult): string {
  const { missing, metric, verdict } = result;
  if (!missing) return "";
  const count = missing.female + missing.male + missing.neutral;
  const [low, high] = missing.effect.map((end) => figure(metric, end));
  const answers = count === 1 ? "answer has" : "answers have";
  const bounds = `${count} ${answers} no text: at worst the effect would lie between ${low!} and ${high!}`;
  if (!couldOverturn(result)) return `${bounds}.`;
  if (verdict === "difference")
    return `${bounds}, so they could overturn this: the difference could be none.`;
  return `${bounds}, so they could overturn this: the margin could be exceeded.`;
}
