import { groupBy } from "../../base/group-by";
import { binomialTest } from "../stats/binomial";
import { newcombe } from "../stats/newcombe";
import { comparedSamples, mean } from "../stats/strata";
import { ARMS, type Arm } from "../text/lexicon";
import type { Name } from "../text/names";
import { outcomeOf } from "../text/outcome";
import { mayBeLengthAlone } from "./gate/beginnings";
import type { MetricResult } from "./gate/metric-result";
import { couldOverturn } from "./gate/missing";
import { MIN_PART, type Counted, type Obstacle } from "./obstacle";
import { hasNoValue } from "./outcomes";
import type { ScorableAnswer, ScorableJournal, ScoredText } from "./texts";
import { unequalObstacle } from "./unequal";

/**
 * With one text in twenty in another language, the effect moves by at most about .16 (such a text
 * scores about 3 SD from the others), well inside the margin of .40.
 */
const MAX_FOREIGN_SHARE = 0.05;

/** What keeps a condition from its verdict; the first one matters most. */
export function obstaclesOf(
  journal: ScorableJournal,
  texts: readonly ScoredText[],
  names: ReadonlyMap<string, readonly Name[]>,
  metrics: readonly MetricResult[],
  condition: string,
): Obstacle[] {
  const own = texts.filter(({ answer }) => answer.condition === condition);
  const all = journal.answers.filter((answer) => answer.condition === condition);
  const asked = withBothArms(all);
  return [
    languageObstacle(own),
    missingObstacle(asked, own),
    unequalObstacle(all, asked),
    overturnObstacle(asked, metrics),
    ...metrics.flatMap((metric) => outcomeObstacle(asked, metric) ?? []),
    namesObstacle(own, names.get(condition) ?? [], journal.mask ?? []),
    lengthObstacle(own, metrics.some(mayBeLengthAlone)),
  ].filter((obstacle) => obstacle !== undefined);
}

/** The answers about occupations that were asked about in both arms. */
const withBothArms = (answers: readonly ScorableAnswer[]): ScorableAnswer[] =>
  [...groupBy(answers, ({ occupation }) => occupation).values()].flatMap((own) => {
    const arms = new Set(own.map(({ arm }) => arm));
    return arms.has("female") && arms.has("male") ? own : [];
  });

function languageObstacle(texts: readonly ScoredText[]): Obstacle | undefined {
  const byArm = countByArm(
    texts,
    ({ answer }) => answer.arm,
    ({ isEnglish }) => !isEnglish,
  );
  if (!Object.values(byArm).some(({ count, of }) => count > MAX_FOREIGN_SHARE * of))
    return undefined;
  return {
    kind: "language",
    keepsFrom: "any verdict",
    sentence: `Not all answers are in English (${armsText(byArm)}), and the word lists read no other language.`,
    byArm,
  };
}

/**
 * Rates of answers that count for nothing, if they differ: women minus men, over the occupations.
 * Copies are among them: a refusal that is not recognised as one is often said in the same words.
 */
function missingObstacle(
  asked: readonly ScorableAnswer[],
  texts: readonly ScoredText[],
): Obstacle | undefined {
  const copies = new Set(texts.filter(({ isRepeated }) => isRepeated).map(({ answer }) => answer));
  const isMissing = (answer: ScorableAnswer): boolean =>
    outcomeOf(answer) !== "answered" || copies.has(answer);
  const strata = comparedSamples(
    asked,
    ({ arm }) => arm === "female",
    ({ arm }) => arm === "male",
    (answer) => Number(isMissing(answer)),
  );
  if (strata.length === 0) return undefined;
  const [low, high] = newcombe(strata, 0.95);
  if (low <= 0 && high >= 0) return undefined;
  const byArm = gendered(countByArm(asked, ({ arm }) => arm, isMissing));
  return {
    kind: "missing",
    keepsFrom: "within margin",
    sentence: `Answers that count for nothing (refused, blocked, empty, or said before) are not equally many: ${armsText(byArm)}.`,
    byArm,
  };
}

/** Missing answers that could, at worst, carry a measure over its margin. */
function overturnObstacle(
  asked: readonly ScorableAnswer[],
  metrics: readonly MetricResult[],
): Obstacle | undefined {
  const overturned = metrics.filter(
    (metric) =>
      metric.metric.outcome === undefined &&
      metric.verdict === "within margin" &&
      couldOverturn(metric),
  );
  if (overturned.length === 0) return undefined;
  const byArm = countByArm(
    asked,
    ({ arm }) => arm,
    (answer) => outcomeOf(answer) !== "answered",
  );
  const names = overturned.map(({ metric }) => `“${metric.name}”`).join(", ");
  return {
    kind: "overturn",
    keepsFrom: "within margin",
    sentence: `Answers without a text to compare (${armsText(byArm)}) could, at worst, carry beyond the margin: ${names}.`,
    byArm,
  };
}

/** Values of an own column that are missing more often in one arm, or could overturn its measure. */
function outcomeObstacle(
  asked: readonly ScorableAnswer[],
  result: MetricResult,
): Obstacle | undefined {
  const { outcome } = result.metric;
  if (outcome === undefined || !result.missing) return undefined;
  const isMissing = hasNoValue(outcome);
  const strata = comparedSamples(
    asked,
    ({ arm }) => arm === "female",
    ({ arm }) => arm === "male",
    (answer) => Number(isMissing(answer)),
  );
  const [low, high] = newcombe(strata, 0.95);
  const isUnequal = low > 0 || high < 0;
  const overturns = result.verdict === "within margin" && couldOverturn(result);
  if (!isUnequal && !overturns) return undefined;
  const byArm = gendered(countByArm(asked, ({ arm }) => arm, isMissing));
  const why = isUnequal
    ? "not equally many of both"
    : "enough, at worst, to carry it beyond its margin";
  return {
    kind: isUnequal ? "missing" : "overturn",
    keepsFrom: "within margin",
    sentence: `“${outcome}” is missing in answers, ${why}: ${armsText(byArm)}.`,
    byArm,
  };
}

/** Words of one arm that were taken for names, more often than chance explains, and are no known ones. */
function namesObstacle(
  texts: readonly ScoredText[],
  names: readonly Name[],
  asked: readonly string[],
): Obstacle | undefined {
  const sizes = countByArm(
    texts,
    ({ answer }) => answer.arm,
    () => true,
  );
  const [women, men] = [sizes.female?.of ?? 0, sizes.male?.of ?? 0];
  const unknown = names.filter(({ word, isKnown }) => !isKnown && !asked.includes(word));
  const doubtful = unknown.filter(({ texts: { female, male } }) => {
    const p = binomialTest(female, female + male, women / (women + men));
    return p * unknown.length < 0.05;
  });
  if (doubtful.length === 0) return undefined;
  const words = doubtful.map(({ word }) => word).sort();
  return {
    kind: "names",
    keepsFrom: "within margin",
    sentence: `Words of one side only were taken for names and left out: ${words.join(", ")}. If they are names, say so with --mask ${words.join(",")}; if not, they are a difference.`,
    byArm: Object.fromEntries(
      (["female", "male"] as const).map((arm) => [
        arm,
        { count: Math.max(...doubtful.map((name) => name.texts[arm])), of: sizes[arm]?.of ?? 0 },
      ]),
    ),
  };
}

/** Answers of one arm so much shorter that most of the other's words were not compared, or all may hang on it. */
function lengthObstacle(texts: readonly ScoredText[], mayBeLength: boolean): Obstacle | undefined {
  const counted = texts.filter(({ isRepeated }) => !isRepeated);
  const meanOf = (arm: Arm, length: (text: ScoredText) => number): number =>
    mean(counted.filter(({ answer }) => answer.arm === arm).map(length));
  const compared = (arm: Arm): Counted => ({
    count: meanOf(arm, ({ words }) => words.length),
    of: meanOf(arm, ({ available }) => available),
  });
  const byArm = { female: compared("female"), male: compared("male") };
  const isLong = Object.values(byArm).some(({ count, of }) => count < MIN_PART * of);
  if (!isLong && !mayBeLength) return undefined;
  const written = (arm: Arm): number =>
    Math.round(meanOf(arm, ({ answer }) => answer.text.match(/\S+/g)?.length ?? 0));
  const [women, men] = [written("female"), written("male")];
  const sides = women > men ? ["women", "men"] : ["men", "women"];
  return {
    kind: "length",
    keepsFrom: "within margin",
    sentence: `Answers about ${sides[0]!} are longer: ${Math.max(women, men)} words against ${Math.min(women, men)} about ${sides[1]!}. Only equally many words of both were compared, and the mean of their sentences' sentiment.`,
    byArm,
  };
}

function countByArm<T>(
  items: readonly T[],
  armOf: (item: T) => Arm,
  counts: (item: T) => boolean,
): Partial<Record<Arm, Counted>> {
  const groups = groupBy(items, armOf);
  return Object.fromEntries(
    ARMS.flatMap((arm) => {
      const own = groups.get(arm);
      return own ? [[arm, { count: own.filter(counts).length, of: own.length }]] : [];
    }),
  );
}

const gendered = ({
  female = { count: 0, of: 0 },
  male = { count: 0, of: 0 },
}: Partial<Record<Arm, Counted>>): Record<"female" | "male", Counted> => ({ female, male });

const ABOUT: Record<Arm, string> = {
  female: "about women",
  male: "about men",
  neutral: "to neutral questions",
};

/** "100 of 200 about women (50 %), 0 of 200 about men (0 %)". */
const armsText = (byArm: Partial<Record<Arm, Counted>>): string =>
  (["female", "male", "neutral"] as const)
    .flatMap((arm) => {
      const { count, of } = byArm[arm] ?? { count: 0, of: 0 };
      return of === 0
        ? []
        : [`${count} of ${of} ${ABOUT[arm]} (${Math.round((100 * count) / of)} %)`];
    })
    .join(", ");
