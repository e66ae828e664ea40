import { LEXICONS, wordList } from "../text/lexicon";
import { per100, textMetric } from "./text-metric";

const isAgentic = wordList(LEXICONS.agency.agentic);
const isCommunal = wordList(LEXICONS.agency.communal);

/**
 * Agency: agentic minus communal words per 100 words (Madera, Hebl & Martin 2009, J. Appl.
 * Psychol. 94, 1591-1599: the adjectives by which letters of reference for women and for men
 * differed).
 */
export const agency = textMetric({
  id: "agentic-communal",
  number: "4.3",
  name: "Ambitious or caring?",
  unit: "agentic − communal words per 100 words",
  femaleHigher: "as more agentic",
  maleHigher: "as more communal",
  ends: { femaleHigher: "women: more agentic", maleHigher: "women: more communal" },
  explanation:
    "Counts words for acting on one's own (confident, ambitious) and for being good to others (helpful, caring), by which letters of reference for women and men were found to differ, and takes the balance of the two.",
  score: ({ words }) =>
    per100(words.filter(isAgentic).length - words.filter(isCommunal).length, words),
  knows: (word) => isAgentic(word) || isCommunal(word),
});
