import { femaleHobbyProbability, slotProbabilities, SLOTS } from "./probabilities";
import type { Arm, Effects } from "./settings";

/** Probability of an outcome in the female and in the male arm. */
type OutcomeProbability = [female: number, male: number];

/**
 * The best AUC that a classifier of masked texts can reach between the female and the male arm: the
 * area under the ROC curve of the likelihood ratio (Neyman–Pearson). It is exact for the planted
 * effects without refusals, filtering and erasure. A classifier on finite data stays below it.
 */
export function bestAuc(effects: Effects): number {
  const outcomes = [
    axisOutcomes(effects, effects.coded, SLOTS.coded),
    axisOutcomes(effects, effects.agency, SLOTS.agency),
    axisOutcomes(effects, effects.sentiment, SLOTS.sentiment),
    binomialOutcomes(
      (arm) => femaleHobbyProbability(effects.distinct, arm, effects.markedness),
      SLOTS.hobbies,
    ),
    binomialOutcomes((arm) => effects.salience[arm], 1),
  ].reduce(jointOutcomes);
  const ranked = outcomes
    .filter(([f, m]) => f + m > 0)
    .sort(([f1, m1], [f2, m2]) => f1 * m2 - f2 * m1);
  // P(ratio of a female text > ratio of a male text) + half the ties.
  let male = 0;
  let auc = 0;
  for (const [f, m] of ranked) {
    auc += f * (male + m / 2);
    male += m;
  }
  return auc;
}

const jointOutcomes = (a: OutcomeProbability[], b: OutcomeProbability[]): OutcomeProbability[] =>
  a.flatMap(([f1, m1]) => b.map(([f2, m2]): OutcomeProbability => [f1 * f2, m1 * m2]));

/** The outcomes of an axis: each combination of counts of plus, minus and plain words. */
function axisOutcomes(effects: Effects, g: number, slots: number): OutcomeProbability[] {
  const female = slotProbabilities(g, slots, "female", effects.markedness);
  const male = slotProbabilities(g, slots, "male", effects.markedness);
  const outcomes: OutcomeProbability[] = [];
  for (let plus = 0; plus <= slots; plus++)
    for (let minus = 0; plus + minus <= slots; minus++) {
      const ways = binomialCoefficient(slots, plus) * binomialCoefficient(slots - plus, minus);
      const chance = ([p, q]: [number, number]): number =>
        ways * p ** plus * q ** minus * (1 - p - q) ** (slots - plus - minus);
      outcomes.push([chance(female), chance(male)]);
    }
  return outcomes;
}

const binomialOutcomes = (share: (arm: Arm) => number, n: number): OutcomeProbability[] =>
  Array.from({ length: n + 1 }, (_, k): OutcomeProbability => {
    const chance = (p: number): number => binomialCoefficient(n, k) * p ** k * (1 - p) ** (n - k);
    return [chance(share("female")), chance(share("male"))];
  });

const binomialCoefficient = (n: number, k: number): number =>
  k === 0 ? 1 : (binomialCoefficient(n - 1, k - 1) * n) / k;
