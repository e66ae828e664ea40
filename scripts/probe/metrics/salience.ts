import { LEXICONS, wordList } from "../text/lexicon";
import { byGender, withBothArms, type GateMetric } from "./metric";
import { riskDifference } from "./risk-difference";

const phrases = LEXICONS.salience.terms
  .filter((term) => term.includes(" "))
  .map((term) => ` ${term} `);
const isSalient = wordList(LEXICONS.salience.terms.filter((term) => !term.includes(" ")));

/** The text talks about gender itself, beyond the marker that the question asks for. */
export function talksAboutGender(words: readonly string[]): boolean {
  if (words.some(isSalient)) return true;
  const text = ` ${words.join(" ")} `;
  return phrases.some((phrase) => text.includes(phrase));
}

/**
 * Salience of gender: share of texts that talk about gender, women minus men, averaged over the
 * occupations. Its interval is Newcombe's; where answers come in pairs, the bootstrap of the pairs.
 */
export const salience: GateMetric = {
  id: "gender-salience",
  number: "4.7",
  name: "Does gender itself come up more?",
  unit: "share of answers that talk about gender",
  scale: "risk difference",
  femaleHigher: "with more talk about gender itself",
  maleHigher: "with less talk about gender itself",
  ends: { femaleHigher: "more about women", maleHigher: "more about men" },
  explanation:
    "Counts answers that bring gender up beyond the question: stereotypes, barriers, being a role model, “despite”, “male-dominated”.",
  measure: (strata) =>
    riskDifference(
      withBothArms(strata).map((one) =>
        byGender(one, ({ words }) => Number(talksAboutGender(words))),
      ),
    ),
};
