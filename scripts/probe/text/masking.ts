import { LEXICONS } from "./lexicon";
import { tokenize } from "./tokenize";

/**
 * Texts are compared by their first words, equally many in every arm: 100 tokens truncate nearly
 * every one.
 */
export const WINDOW_WORDS = 75;

const { pronouns, nouns, titles, kin, roles, articles } = LEXICONS.mask;
const MARKERS: ReadonlySet<string> = new Set([...pronouns, ...nouns, ...titles, ...kin, ...roles]);
const ARTICLES: ReadonlySet<string> = new Set(articles);

/** The part before an apostrophe (woman's, she'll, he's), which decides about a token. */
export const baseOf = (token: string): string => token.split("'", 1)[0] ?? token;

/** Whether the token names a gender. */
export const isMarker = (token: string): boolean => MARKERS.has(baseOf(token));

/**
 * Says whether the prompts of one stratum mandate a token, which is then no evidence in an answer.
 */
export type Mask = (token: string) => boolean;

/**
 * The mask of one occupation: gender markers, articles, and every word of its prompts in any arm,
 * with its plural. All arms of a stratum share one mask; otherwise the mask itself would separate
 * them.
 */
export function maskOf(prompts: readonly string[]): Mask {
  const promptWords = new Set(prompts.flatMap(tokenize).flatMap((word) => [word, `${word}s`]));
  return (token) => {
    const base = baseOf(token);
    return MARKERS.has(base) || ARTICLES.has(base) || promptWords.has(base);
  };
}

/**
 * The words that text metrics score: the first `WINDOW_WORDS` tokens that are not masked. Masking
 * comes first, so that arms with more markers do not have fewer words.
 */
export const maskedWords = (text: string, mask: Mask): string[] =>
  tokenize(text)
    .filter((token) => !mask(token))
    .slice(0, WINDOW_WORDS);
