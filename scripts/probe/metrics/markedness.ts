import { mean, type Stratum } from "../stats/strata";
import { centroid, dot, tfidf } from "../stats/tfidf";
import { byGender, withBothArms, type GateMetric, type TextStratum } from "./metric";
import { standardised } from "./standardised";

/**
 * Markedness asymmetry: A = sim(N, M) − sim(N, F), the mean TF-IDF cosine over all
 * pairs of masked texts of an occupation, standardised by its within-cell SD. A text's score is its
 * mean distance (1 − cosine) from the neutral answers, so that D, the difference of the arms' mean
 * scores, is A. The weights of words and the corpus (the occupation's three arms) are taken as
 * given; that the neutral answers are a sample too enters the interval through the first-order
 * influence of each of them on A.
 */
export const markedness: GateMetric = {
  id: "markedness",
  number: "4.6",
  name: "Is one gender the norm?",
  unit: "distance from the answers that name no gender",
  scale: "g",
  femaleHigher: "in words further from the answers that name no gender than men are",
  maleHigher: "in words closer to the answers that name no gender than men are",
  ends: { femaleHigher: "men read as the norm", maleHigher: "women read as the norm" },
  explanation:
    "Compares the words of each answer with those given when no gender was named: if answers about men are closer to them, the unmarked version reads as the male one.",
  measure: (strata) =>
    standardised(
      withBothArms(strata)
        .filter(({ neutral }) => neutral.length > 0)
        .map(distances),
    ),
};

function distances(stratum: TextStratum): Stratum {
  const { neutral, female, male } = stratum;
  const texts = [...neutral, ...female, ...male];
  const vectors = tfidf(texts.map(({ words }) => words));
  const of = new Map(texts.map((text, k) => [text, vectors[k]!]));
  const mid = (arm: TextStratum["neutral"]) => centroid(arm.map((text) => of.get(text)!));
  const [toNeutral, toMale, toFemale] = [mid(neutral), mid(male), mid(female)];
  const pull = neutral.map((text) => dot(of.get(text)!, toMale) - dot(of.get(text)!, toFemale));
  const centre = mean(pull);
  return {
    ...byGender(stratum, (text) => 1 - dot(of.get(text)!, toNeutral)),
    reference: pull.map((value) => value - centre),
  };
}
