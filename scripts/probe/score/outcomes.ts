import { groupBy } from "../../base/group-by";
import type { Text, TextStratum } from "../metrics/metric";
import { mean } from "../stats/strata";
import type { Arm } from "../text/lexicon";
import type { ScorableAnswer } from "./scored-text";

/** Whether an answer lacks a value in a column. */
export const hasNoValue =
  (column: string) =>
  ({ outcomes }: ScorableAnswer): boolean =>
    outcomes?.[column] === undefined;

/**
 * The values of a column in one condition, by occupation and arm. The values of a cluster, or of a
 * pair, depend on each other: a cluster with values in both arms is compared within itself, as a
 * pair is; one with values in one arm is one observation, their mean. What has no partner in an
 * occupation of pairs is left out.
 */
export function outcomeStrataOf(
  answers: readonly ScorableAnswer[],
  condition: string,
  column: string,
): TextStratum[] {
  const hasValue = (answer: ScorableAnswer): boolean => !hasNoValue(column)(answer);
  const own = answers.filter((answer) => answer.condition === condition && hasValue(answer));
  return [...groupBy(own, ({ occupation }) => occupation)].map(([name, group]) => {
    const observations = isPaired(group) ? pairsOf(group, column) : clusterMeans(group, column);
    const inArm = (arm: Arm): Text[] =>
      observations.filter((one) => one.arm === arm).map(({ text }) => text);
    return { name, neutral: inArm("neutral"), male: inArm("male"), female: inArm("female") };
  });
}

interface Observation {
  arm: Arm;
  text: Text;
}

const unitOf = ({ pair, cluster }: ScorableAnswer): string | undefined => pair ?? cluster;

const unitsIn = (answers: readonly ScorableAnswer[], arm: Arm): Set<string> =>
  new Set(answers.filter((answer) => answer.arm === arm).flatMap((one) => unitOf(one) ?? []));

const isPaired = (answers: readonly ScorableAnswer[]): boolean => {
  const male = unitsIn(answers, "male");
  return [...unitsIn(answers, "female")].some((unit) => male.has(unit));
};

function pairsOf(answers: readonly ScorableAnswer[], column: string): Observation[] {
  const [female, male] = [unitsIn(answers, "female"), unitsIn(answers, "male")];
  return answers.flatMap((answer): Observation[] => {
    const pair = unitOf(answer);
    if (pair === undefined || !female.has(pair) || !male.has(pair)) return [];
    const { arm, index, outcomes } = answer;
    return [{ arm, text: { words: [], index, pair, outcome: outcomes![column]! } }];
  });
}

function clusterMeans(answers: readonly ScorableAnswer[], column: string): Observation[] {
  const units = groupBy(answers, (answer) => {
    const unit = unitOf(answer);
    return unit === undefined ? answer : JSON.stringify([answer.arm, unit]);
  });
  return [...units.values()].map((own) => ({
    arm: own[0]!.arm,
    text: {
      words: [],
      index: own[0]!.index,
      outcome: mean(own.map(({ outcomes }) => outcomes![column]!)),
    },
  }));
}
