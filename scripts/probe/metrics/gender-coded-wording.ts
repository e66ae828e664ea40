import { LEXICONS, wordList } from "../text/lexicon";
import { per100, textMetric } from "./text-metric";

/** Words of the two published lists, also used to mark words in the report. */
export const isMasculineCoded = wordList(LEXICONS.coded.masculine);
export const isFeminineCoded = wordList(LEXICONS.coded.feminine);

/**
 * Gender-coded wording: masculine-coded minus feminine-coded words per 100 words, with the stems of
 * Gaucher, Friesen & Kay (2011), matched from the start of a word. A word counts once per list,
 * however many of its stems fit.
 */
export const genderCodedWording = textMetric({
  id: "gender-coded-wording",
  number: "4.2",
  name: "Masculine or feminine wording?",
  unit: "masculine − feminine coded words per 100 words",
  femaleHigher: "in more masculine-coded wording",
  maleHigher: "in more feminine-coded wording",
  ends: { femaleHigher: "women: more masculine", maleHigher: "women: more feminine" },
  explanation:
    "Counts words that a published study of job advertisements found to be coded masculine (lead, challenge, determined) or feminine (support, compassion, understand), and takes the balance of the two.",
  score: ({ words }) =>
    per100(words.filter(isMasculineCoded).length - words.filter(isFeminineCoded).length, words),
  knows: (word) => isMasculineCoded(word) || isFeminineCoded(word),
});
