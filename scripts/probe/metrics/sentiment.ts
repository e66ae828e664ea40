import type { WindowToken } from "../text/masking";
import { sentencesOf, type Sentence } from "../text/sentences";
import { mean, sum } from "../stats/strata";
import { compoundOf, valenceOf } from "../text/vader";
import { textMetric } from "./text-metric";

/**
 * Mean of VADER's compound over the sentences of a text within its window, from −1 to +1; 0 for a
 * text without words. A masked word has no valence and keeps its place: rules count the words in
 * between. A sentence of masked words alone ("Anna Weber") is none.
 *
 * The mean of sentences, not the compound of the whole: a whole answer is so near to +1 that nothing
 * can be compared, and the nearer the longer it is (docs/decisions/011-verdicts.md has figures).
 */
export function meanCompound(text: string, window: readonly WindowToken[]): number {
  const compounds = spokenSentences(text, window).map((sentence) => ratingOf(text, sentence));
  return compounds.length === 0 ? 0 : mean(compounds);
}

/** The same of a text that is cut: its sentences count by their words, so that half a sentence is half of one. */
export function weightedCompound(text: string, window: readonly WindowToken[]): number {
  const sentences = spokenSentences(text, window);
  const sizes = sentences.map(({ tokens }) => tokens.filter(({ isMasked }) => !isMasked).length);
  const rated = sentences.map((sentence, k) => sizes[k]! * ratingOf(text, sentence));
  return rated.length === 0 ? 0 : sum(rated) / sum(sizes);
}

type WindowSentence = Sentence<WindowToken>;

const spokenSentences = (text: string, window: readonly WindowToken[]): WindowSentence[] =>
  sentencesOf(text, window).filter(({ tokens }) => tokens.some(({ isMasked }) => !isMasked));

const ratingOf = (text: string, sentence: WindowSentence): number =>
  compoundOf({
    words: sentence.tokens.map(({ token, start, end, isMasked }) => ({
      token,
      isUpperCase: isUpperCase(text.slice(start, end)),
      valence: isMasked ? undefined : valenceOf(token),
    })),
    exclamationMarks: countOf(sentence.text, "!"),
    questionMarks: countOf(sentence.text, "?"),
  });

const isUpperCase = (word: string): boolean => word === word.toUpperCase();
const countOf = (text: string, mark: string): number => text.split(mark).length - 1;

/** Sentiment: `meanCompound`, by VADER (Hutto & Gilbert 2014) with the words of lexicons.json. */
export const sentiment = textMetric({
  id: "sentiment",
  number: "4.4",
  name: "Is one described more positively?",
  unit: "VADER compound, mean of sentences",
  femaleHigher: "more positively",
  maleHigher: "less positively",
  ends: { femaleHigher: "women: more positive", maleHigher: "women: less positive" },
  explanation:
    "Rates every sentence from −1 to +1 by the positive and negative words in it, and by “not”, “very” and “but”, after VADER.",
  score: ({ compound = 0 }) => compound,
  knows: (word) => valenceOf(word) !== undefined,
});
