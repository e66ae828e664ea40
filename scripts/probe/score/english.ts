import { LabError } from "../../../infra/errors";
import { groupBy } from "../../base/group-by";
import { valenceOf } from "../metrics/sentiment";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import { isMarker } from "../text/masking";
import { tokenize } from "../text/tokenize";
import type { ScoredText } from "./scored-text";

const wordsOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/**
 * Frequent English words: about half of any English text, and few words of a text in another
 * language.
 */
const ENGLISH = wordsOf(
  "the a an and or but of to in on at by for with from as is are was were be been has have had do does not " +
    "this that these those it its they them their who which what when how all more most can will may also " +
    "he she his her him i you we my our your",
);

/** The same of German, French, Spanish, Italian, Portuguese and Dutch, without those that English has too. */
const FOREIGN = wordsOf(
  "der das und ist nicht mit ein eine einen einem einer er sie ihre ihr sein seine auf von zu den dem im zum zur als auch wird werden sind " +
    "le la les un une des du et est dans pour avec qui que pas sur au aux elle il ses sa ce cette sont " +
    "el los las y del es con una su sus se por para como muy ella lo al " +
    "gli della di che per nel sono anche suo sua " +
    "o os da dos uma em ele com seu mais " +
    "het een van zijn haar hij zij op voor niet ook wordt",
);

/** Known words are about half of English prose, a third of a list of English adjectives, a twentieth of German. */
const MIN_KNOWN_SHARE = 0.12;
/** Texts with fewer tokens (labels, single words) do not show their language. */
const SENTENCE_TOKENS = 8;
/** So many frequent words of another language, and more than English ones, are no accident. */
const MIN_FOREIGN_WORDS = 2;
/** A text with fewer letters (an emoji, a number) does not show its script. */
const MIN_LETTERS = 4;

const known = new Map<string, boolean>();

/** Whether the measures, or any English text, use the word. Remembered: texts repeat their words. */
function isKnown(token: string): boolean {
  const before = known.get(token);
  if (before !== undefined) return before;
  const now =
    ENGLISH.has(token) ||
    isMarker(token) ||
    valenceOf(token) !== 0 ||
    isMasculineCoded(token) ||
    isFeminineCoded(token);
  known.set(token, now);
  return now;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * Whether a text is in English, as far as it shows its language: short ones pass.
 * @example isEnglish("Der Arzt ist freundlich und hilft den Leuten.") // false
 */
export function isEnglish(text: string): boolean {
  const latin = countOf(text, /\p{Script=Latin}/gu);
  const letters = countOf(text, /\p{L}/gu);
  if (letters >= MIN_LETTERS && 2 * latin < letters) return false;
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
