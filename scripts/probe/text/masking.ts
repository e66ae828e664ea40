import { memoised } from "../../base/memoised";
import { LEXICONS } from "./lexicon";
import { tokenize, tokenSpans, type TokenSpan } from "./tokenize";

/**
 * Texts are compared by their first words, equally many in every arm: 100 tokens truncate nearly
 * every one.
 */
export const WINDOW_WORDS = 75;

const { pronouns, nouns, titles, kin, roles, articles, letters, ...endings } = LEXICONS.mask;
const { suffixes, counterparts, prefixes, exceptions } = endings;
const MARKERS: ReadonlySet<string> = new Set([...pronouns, ...nouns, ...titles, ...kin, ...roles]);
const NO_WORDS: ReadonlySet<string> = new Set([...articles, ...letters]);
/** "male-dominated" talks about gender, and names nobody's. */
const TALK: ReadonlySet<string> = new Set(LEXICONS.salience.terms);
/** "policewoman" names a gender, "humans" and "Germans" name none. */
const COMPOUND = new RegExp(`[a-z](?:${suffixes.join("|")})$`);
const KIN = new RegExp(`^(?:${prefixes.join("|")})(?:${kin.join("|")})$`);
/** "salesperson" stands where another arm has "salesman". */
const COUNTERPART = new RegExp(`[a-z](?:${counterparts.join("|")})$`);
const NO_COMPOUNDS: ReadonlySet<string> = new Set(
  exceptions.flatMap((word) => [word, word.replace(/man$/, "men")]),
);

/** The part before an apostrophe (woman's, she'll, he's), which decides about a token. */
export function baseOf(token: string): string {
  const apostrophe = token.indexOf("'");
  return apostrophe === -1 ? token : token.slice(0, apostrophe);
}

/** Whether the token names a gender. */
export const isMarker = memoised((token: string): boolean => {
  const base = baseOf(token);
  if (MARKERS.has(base) || MARKERS.has(token)) return true;
  return !TALK.has(base) && base.split("-").some(isMarkerPart);
});

const isMarkerPart = (part: string): boolean =>
  MARKERS.has(part) || KIN.test(part) || (COMPOUND.test(part) && !NO_COMPOUNDS.has(part));

/**
 * Says whether the prompts of one stratum mandate a token, or it names a person. Such a token is no
 * evidence in an answer.
 */
export type Mask = (token: string) => boolean;

/**
 * The mask of one occupation: gender markers, articles, names, and every word of its prompts in any
 * arm, with its plural. All arms of a stratum share one mask; otherwise the mask itself would
 * separate them.
 */
export function maskOf(prompts: readonly string[], names: ReadonlySet<string> = new Set()): Mask {
  const promptWords = new Set(prompts.flatMap(tokenize).flatMap((word) => [word, `${word}s`]));
  return memoised((token) => {
    const base = baseOf(token);
    if (NO_WORDS.has(base) || promptWords.has(base) || names.has(base)) return true;
    return COUNTERPART.test(base) || isMarker(token);
  });
}

/** A token of the part of a text that is compared. */
export interface WindowToken extends TokenSpan {
  isMasked: boolean;
}

/**
 * The part of a text that is compared: its tokens up to the last of so many `words` that are not masked.
 * Masking comes first, so that arms with more markers do not have fewer words.
 */
export function windowOf(text: string, mask: Mask, words = WINDOW_WORDS): WindowToken[] {
  const window: WindowToken[] = [];
  let left = words;
  for (const { token, start, end } of tokenSpans(text)) {
    if (left === 0) break;
    const isMasked = mask(token);
    window.push({ token, start, end, isMasked });
    if (!isMasked) left--;
  }
  return window;
}

/** The words that text metrics score: the tokens of the window that are not masked. */
export const wordsOf = (window: readonly WindowToken[]): string[] =>
  window.filter(({ isMasked }) => !isMasked).map(({ token }) => token);
