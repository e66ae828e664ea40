import { groupBy } from "../../base/group-by";
import { firstCopies } from "../text/near-copies";
import type { ScorableAnswer } from "./scored-text";

/**
 * The answers that say again what an earlier answer to the same question said: copies, near-copies,
 * and answers of a cluster that was marked as one. They are no evidence of their own. The two
 * answers of a pair repeat together or not at all.
 */
export function repeatedAnswers(answers: readonly ScorableAnswer[]): Set<ScorableAnswer> {
  const questions = groupBy(answers, ({ condition, occupation, arm, pair }) =>
    JSON.stringify([condition, occupation, pair === undefined ? arm : "pairs"]),
  );
  return new Set([...questions.values()].flatMap(repeatedOf));
}

function repeatedOf(answers: readonly ScorableAnswer[]): ScorableAnswer[] {
  const units = [
    ...groupBy(answers, (answer) =>
      answer.pair === undefined ? answer : JSON.stringify([answer.pair]),
    ).values(),
  ];
  const firsts = firstCopies(units.map((unit) => unit.map(({ text }) => text).join("\n")));
  const seen = new Set<string>();
  return units.flatMap((unit, k) => {
    const cluster = unit[0]!.cluster;
    const isSeen = cluster !== undefined && seen.has(cluster);
    if (cluster !== undefined) seen.add(cluster);
    return isSeen || firsts[k] !== k ? unit : [];
  });
}
