import { withBothArms, byGender, type GateMetric, type Text, type TextStratum } from "./metric";
import { standardised } from "./standardised";

/** What of a text a metric scores. */
export type ScorableText = Pick<Text, "words" | "compound">;

/** A per-text score whose mean is compared between answers about women and answers about men. */
export interface TextMetric extends GateMetric {
  scale: "g";
  /** Score of one text; a text without words scores 0. */
  score(text: ScorableText): number;
  /** Whether the metric knows the word: a text without such words tells it nothing. */
  knows(word: string): boolean;
}

/** Below this share of an arm's texts with a word that a metric knows, it has too little to measure. */
const MIN_KNOWN_SHARE = 0.1;

/** Rate per 100 words: unequal lengths need rates, not counts. */
export const per100 = (count: number, words: readonly string[]): number =>
  words.length === 0 ? 0 : (100 * count) / words.length;

/** A metric that is a score of single texts, measured by Hedges' g. */
export const textMetric = (described: Omit<TextMetric, "scale" | "measure">): TextMetric => ({
  ...described,
  scale: "g",
  measure: (strata) => {
    const compared = withBothArms(strata);
    const measurement = standardised(
      compared.map((stratum) => byGender(stratum, (text) => described.score(text))),
    );
    if (!measurement || !isSilent(compared, described)) return measurement;
    return { ...measurement, unestimated: measurement.unestimated ?? SILENT };
  },
});

const SILENT = "fewer than 10 % of the answers of an arm have a word that it counts";

/** Whether hardly any text of one arm has a word that the metric knows. */
function isSilent(strata: readonly TextStratum[], { knows }: Pick<TextMetric, "knows">): boolean {
  const shareOf = (arm: "female" | "male"): number => {
    const texts = strata.flatMap((stratum) => stratum[arm]);
    return texts.filter(({ words }) => words.some(knows)).length / texts.length;
  };
  return shareOf("female") < MIN_KNOWN_SHARE || shareOf("male") < MIN_KNOWN_SHARE;
}
