import { LEXICONS } from "./lexicon";
import { tokenize } from "./tokenize";

/** Texts are compared on their first words only, equally many in every arm: 100 tokens truncate nearly every answer. */
export const WINDOW_WORDS = 75;

const { pronouns, nouns, titles, kin, roles, articles } = LEXICONS.mask;
const MARKERS: ReadonlySet<string> = new Set([...pronouns, ...nouns, ...titles, ...kin, ...roles]);
const ARTICLES: ReadonlySet<string> = new Set(articles);

/** What decides about a token with an apostrophe (woman's, she'll, he's) stands before it. */
const baseOf = (token: string): string => token.split("'", 1)[0] ?? token;

/** The token names a gender. */
export const isMarker = (token: string): boolean => MARKERS.has(baseOf(token));

/** Says which tokens the prompts of one stratum mandate, so that finding them in an answer proves nothing. */
export type Mask = (token: string) => boolean;

/**
 * The mask of one occupation: gender markers, and every word of its prompts in any arm with plural. One mask for all
 * arms of a stratum, else the mask itself would tell them apart.
 */
export function maskOf(prompts: readonly string[]): Mask {
  const own = new Set(prompts.flatMap(tokenize).flatMap((word) => [word, `${word}s`]));
  return (token) => {
    const base = baseOf(token);
    return MARKERS.has(base) || ARTICLES.has(base) || own.has(base);
  };
}

/** The words a text metric sees: tokens without the masked ones, then cut to the window (masking first, so that arms with more markers do not see fewer words). */
export const maskedWords = (text: string, mask: Mask): string[] =>
  tokenize(text)
    .filter((token) => !mask(token))
    .slice(0, WINDOW_WORDS);
