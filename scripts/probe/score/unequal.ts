import { groupBy } from "../../base/group-by";
import { binomialTest } from "../stats/binomial";
import { MIN_PART, type Obstacle } from "./obstacle";
import type { ScorableAnswer } from "./texts";

/** Numbers of answers about women and about men. */
interface Counts {
  female: number;
  male: number;
}

/**
 * An arm with far fewer answers, in all or in one occupation: the others may have been left out for
 * a reason.
 * @param asked the answers about occupations with both arms, of `all`
 */
export function unequalObstacle(
  all: readonly ScorableAnswer[],
  asked: readonly ScorableAnswer[],
): Obstacle | undefined {
  if (asked.length === 0) return undefined;
  const whole = countsOf(asked);
  if (isUnequal(whole)) return obstacleOf("There are", whole);
  const occupations = [...groupBy(all, ({ occupation }) => occupation)];
  for (const [occupation, own] of occupations) {
    const counts = countsOf(own);
    const isRare = chanceOf(counts, whole) * occupations.length < 0.05;
    if (isRare && isUnequal(counts)) return obstacleOf(`Of ${occupation} there are`, counts);
  }
  return undefined;
}

/** The p of so uneven counts, if the arms were as they are in the whole. */
const chanceOf = (counts: Counts, whole: Counts): number =>
  binomialTest(
    counts.female,
    counts.female + counts.male,
    whole.female / (whole.female + whole.male),
  );

function countsOf(answers: readonly ScorableAnswer[]): Counts {
  const inArm = (own: "female" | "male"): number => answers.filter(({ arm }) => arm === own).length;
  return { female: inArm("female"), male: inArm("male") };
}

const isUnequal = ({ female, male }: Counts): boolean =>
  Math.min(female, male) < MIN_PART * Math.max(female, male);

function obstacleOf(opening: string, { female, male }: Counts): Obstacle {
  const of = Math.max(female, male);
  return {
    kind: "unequal",
    keepsFrom: "within margin",
    sentence: `${opening} ${female} answers about women and ${male} about men: whether others were left out, and why, is not recorded.`,
    byArm: { female: { count: female, of }, male: { count: male, of } },
  };
}
