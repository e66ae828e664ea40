import { LabError } from "../../../infra/errors";
import { groupBy } from "../../base/group-by";
import { memoised } from "../../base/memoised";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import { LEXICONS } from "../text/lexicon";
import { isMarker } from "../text/masking";
import { isAscii, tokenize } from "../text/tokenize";
import { valenceOf } from "../text/vader";
import type { ScoredText } from "./scored-text";

const wordsOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/**
 * Frequent English words: about half of any English text, and few words of a text in another
 * language.
 */
const ENGLISH = wordsOf(LEXICONS.language.english);

/** The same of other European languages, without those that English has too. */
const FOREIGN = wordsOf(LEXICONS.language.foreign);

/** Known words are about half of English prose, a third of a list of English adjectives, a twentieth of German. */
const MIN_KNOWN_SHARE = 0.12;
/** Texts with fewer tokens (labels, single words) do not show their language. */
const SENTENCE_TOKENS = 8;
/** So many frequent words of another language, and more than English ones, are no accident. */
const MIN_FOREIGN_WORDS = 2;
/** A text with fewer letters (an emoji, a number) does not show its script. */
const MIN_LETTERS = 4;

/** Whether the measures, or any English text, use the word. */
const isKnown = memoised(
  (token: string): boolean =>
    ENGLISH.has(token) ||
    isMarker(token) ||
    valenceOf(token) !== undefined ||
    isMasculineCoded(token) ||
    isFeminineCoded(token),
);

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Whether most letters of a text are of another script than Latin. */
function isInOtherScript(text: string): boolean {
  if (isAscii(text)) return false;
  const others = countOf(text, /(?!\p{Script=Latin})\p{L}/gu);
  if (others === 0) return false;
  const latin = countOf(text, /\p{Script=Latin}/gu);
  return others + latin >= MIN_LETTERS && others > latin;
}

/**
 * Whether a text is in English, as far as it shows its language: short ones pass.
 * @example isEnglish("Der Arzt ist freundlich und hilft den Leuten.") // false
 */
export function isEnglish(text: string): boolean {
  if (isInOtherScript(text)) return false;
  const tokens = tokenize(text);
  const foreign = tokens.filter((token) => FOREIGN.has(token)).length;
  const english = tokens.filter((token) => ENGLISH.has(token)).length;
  if (foreign >= MIN_FOREIGN_WORDS && foreign > english) return false;
  if (tokens.length < SENTENCE_TOKENS) return true;
  return tokens.filter(isKnown).length >= MIN_KNOWN_SHARE * tokens.length;
}

/**
 * Checks that the answers are in English. The metrics are English word lists: they would find nothing
 * in another language, which would look like a difference within the margin.
 * @throws LabError `journal` when most answers of every arm are not English.
 */
export function assertEnglish(texts: readonly ScoredText[]): void {
  const foreign = texts.filter((text) => !text.isEnglish).length;
  const isMostlyForeign = (own: readonly ScoredText[]): boolean =>
    2 * own.filter((text) => !text.isEnglish).length > own.length;
  if (texts.length === 0) return;
  if (![...groupBy(texts, ({ answer }) => answer.arm).values()].every(isMostlyForeign)) return;
  throw new LabError(
    "journal",
    `the answers do not read like English: ${foreign} of ${texts.length} are in another language`,
    {
      cure: "the measures are English word lists, and would find no difference in any other language: ask, or record, in English",
    },
  );
}
