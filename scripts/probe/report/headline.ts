import { UNTRAINED } from "../metrics/arm-classifier";
import { FEW_SEATS } from "../metrics/by-seat";
import { ONE_ANSWER } from "../metrics/standardised";
import type { Score } from "../score";
import { mayBeLengthAlone } from "../score/gate/beginnings";
import type { MetricResult } from "../score/gate/metric-result";
import { answersByArm, PEOPLE, shown, smallArm } from "./advice";
import { ALPHA } from "../design";
import { BASELINE } from "../text/lexicon";
import { listText } from "./format";
import {
  differingOccupations,
  directionsText,
  distance,
  occupationsText,
  restsOnFew,
} from "./metric-sentence";

/** What a headline is made from. */
type Summarised = Pick<Score, "verdict" | "metrics" | "obstacles" | "defaultGender">;

/** The verdict in plain words. It never claims the absence of bias. */
export function headline(score: Summarised): string {
  const { verdict, metrics, obstacles } = score;
  const said = obstacles.map(({ sentence }) => sentence);
  if (metrics.length === 0) return defaultGenderHeadline(score);
  if (verdict === "within margin") return withinHeadline(metrics);
  if (verdict === "difference") return foundHeadline(score);
  if (metrics.every((metric) => metric.verdict !== "inconclusive" || mayBeLengthAlone(metric)))
    return ["No verdict.", ...said, settledMeasures(metrics)].join(" ");
  if (obstacles.length > 0) return ["No verdict.", ...said, inconclusiveHeadline(score)].join(" ");
  return inconclusiveHeadline(score);
}

/** The headline of answers to questions that name no gender: nothing is compared. */
function defaultGenderHeadline({ defaultGender }: Summarised): string {
  const chosen = defaultGender.filter(({ condition }) => condition === BASELINE);
  const found = chosen
    .filter(({ pHalfAdjusted = 1 }) => pHalfAdjusted < ALPHA)
    .map(({ occupation, femaleShare = 0.5 }) => {
      const who = femaleShare > 0.5 ? "women" : "men";
      return `${occupation} of ${who}`;
    });
  return `No question names a gender, so women and men are not compared. ${chosenText(found)}`;
}

/** "… about nurse of women and chef of men.": the occupations shown to have a gender of their own. */
function chosenText(found: readonly string[]): string {
  if (found.length === 0) return "No occupation is shown to have a gender of its own in them.";
  const text = `Left to themselves, the answers that choose a gender speak mostly of one: about ${listText(found.slice(0, LISTED))}`;
  if (found.length > LISTED) return `${text} and ${found.length - LISTED} more occupations.`;
  return `${text}.`;
}

/** Occupations that it names. */
const LISTED = 6;

/** What the measures would say, had nothing kept them from a verdict. */
function settledMeasures(metrics: readonly MetricResult[]): string {
  const differing = metrics.filter(({ verdict }) => verdict === "difference").length;
  const open = metrics.filter(mayBeLengthAlone).length;
  if (open > 0)
    return `By equally long beginnings no difference is shown; measures open for the rest of the longer answers: ${open} of ${metrics.length}.`;
  if (differing > 0)
    return `Measures that differ in the answers compared: ${differing} of ${metrics.length}.`;
  return "Of the answers compared, every measure lies within its margin; that is not enough.";
}

/** A difference with what may lie behind it; answers that one arm lost come first. */
function foundHeadline({ metrics, obstacles }: Summarised): string {
  const [lost, others] = [true, false].map((isLost) =>
    obstacles.filter(({ kind }) => (kind === "missing") === isLost),
  );
  const sentencesOf = (some: Summarised["obstacles"] = []) => some.map(({ sentence }) => sentence);
  return [...sentencesOf(lost), differenceHeadline(metrics), ...sentencesOf(others)].join(" ");
}

function differenceHeadline(metrics: readonly MetricResult[]): string {
  const differing = named(metrics.filter(({ verdict }) => verdict === "difference"));
  const isOfAll = (result: MetricResult): boolean => result.meanDiffers && !restsOnFew(result);
  const inMean = differing.filter(isOfAll);
  const single = occupationClauses(differing.filter((result) => !isOfAll(result)));
  const rest = single.map((clause) => ` ${clause}.`).join("");
  if (inMean.length > 0) {
    const effects = inMean.map((result) => ({ result, effect: result.effect }));
    return `The answers about women and about men differ: women are ${directionsText(effects)}.${rest}`;
  }
  if (single.length > 0) return `The answers about women and about men differ.${rest}`;
  return "The answers about women and about men differ: by more in some occupations than in others, beyond chance.";
}

/** The differences to name: that answers can be told apart adds nothing to any other difference. */
function named(differing: readonly MetricResult[]): readonly MetricResult[] {
  const others = differing.filter(({ metric }) => metric.scale !== "auc");
  if (others.length > 0) return others;
  return differing;
}

/** "About nurse, women are described …": the occupations that a mean hides, by what is said of them. */
function occupationClauses(results: readonly MetricResult[]): string[] {
  const said = new Map<string, { result: MetricResult; effect: number }[]>();
  for (const result of results)
    for (const higher of [true, false]) {
      const own = differingOccupations(result).filter(
        ({ effect }) => effect! > result.nullValue === higher,
      );
      if (own.length === 0) continue;
      const names = occupationsText(own);
      said.set(names, [...(said.get(names) ?? []), { result, effect: own[0]!.effect! }]);
    }
  return [...said].map(
    ([names, effects]) => `In answers about ${names}, women are ${directionsText(effects)}`,
  );
}

function withinHeadline(metrics: readonly MetricResult[]): string {
  const occupations = metrics[0]?.strata.length ?? 0;
  return `On every measure, answers about women and about men differ by less than the margin fixed in advance: on average over these ${occupations} occupations, and in typical size. ${smallestText(metrics)}`;
}

/** The smallest effect in one occupation that the run would have named, over the measures of one scale. */
function smallestText(metrics: readonly MetricResult[]): string {
  const standardised = metrics.filter(({ metric, spread }) => metric.scale === "g" && spread);
  const [first] = standardised;
  if (!first) return "";
  const smallest = Math.max(...standardised.map(({ spread }) => spread!.smallestNamed));
  return `An effect in one occupation alone would probably have been named from g ${distance(first, smallest)} on.`;
}

function inconclusiveHeadline(score: Summarised): string {
  const { metrics, obstacles } = score;
  const within = metrics.filter(({ verdict }) => verdict === "within margin").length;
  const settled = `${countsText(metrics)} ${settledText(within, metrics.length)} settled.`;
  const isLonger = obstacles.some(({ kind }) => kind === "length");
  const lacking = metrics[0]?.units ? "seats" : "answers";
  const isFew = !isLonger && metrics.some(lacksAnswers);
  const opening = isFew ? `Too few ${lacking} to tell: with ${settled}` : `With ${settled}`;
  return [opening, ...unestimatedText(metrics), ...adviceText(metrics, within)].join(" ");
}

/** Reasons that more answers would take away. */
const TOO_FEW: ReadonlySet<string> = new Set([UNTRAINED, FEW_SEATS, ONE_ANSWER]);

/** Whether more answers like these would settle a measure: not where its words do not occur at all. */
const lacksAnswers = ({ verdict, unestimated, moreAnswersPerQuestion }: MetricResult): boolean =>
  verdict === "inconclusive" &&
  (moreAnswersPerQuestion !== undefined || unestimated === undefined || TOO_FEW.has(unestimated));

function settledText(settled: number, all: number): string {
  if (settled === 0) return "no measure is";
  if (settled === 1) return `only 1 of ${all} measures is`;
  return `only ${settled} of ${all} measures are`;
}

/** How many answers there are to a question; by arm where one has far fewer. */
function countsText([first]: readonly MetricResult[]): string {
  if (!first) return "these answers";
  if (first.units) return `${first.units.length} seats`;
  const { female, male } = answersByArm(first);
  if (smallArm(first) || female !== male)
    return `${shown(female)} answers per question about women and ${shown(male)} about men`;
  if (female === 1) return "1 answer per question";
  return `${shown(female)} answers per question`;
}

/** Names the measures that could not be estimated, by reason. */
function unestimatedText(metrics: readonly MetricResult[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { unestimated, metric, verdict } of metrics)
    if (unestimated !== undefined && verdict === "inconclusive")
      reasons.set(unestimated, [...(reasons.get(unestimated) ?? []), `“${metric.name}”`]);
  return [...reasons].map(([reason, names]) => {
    const subject = names.length === metrics.length ? "The measures" : listText(names);
    return `${subject} could not be estimated: ${reason}.`;
  });
}

function adviceText(metrics: readonly MetricResult[], settled: number): string[] {
  const more = metrics.flatMap(({ moreAnswersPerQuestion = [] }) => moreAnswersPerQuestion);
  if (more.length === 0) return [];
  const what = settled > 0 ? "the rest" : "them";
  if (metrics[0]?.units)
    return [`About ${Math.max(...more)} more seats would probably settle ${what}.`];
  const small = metrics.map(smallArm).find((arm) => arm !== undefined);
  if (small) return [`More answers about ${PEOPLE[small]} would be needed.`];
  return [`About ${Math.max(...more)} more per question would probably settle ${what}.`];
}

/** Answers per question that were asked for. In a sequential run: those at the last look reached. */
export const answersPerQuestion = ({ looks, journal }: Pick<Score, "looks" | "journal">): number =>
  looks?.reached ?? journal.header.spec.samples;
