import { groupBy } from "../../base/group-by";
import { memoised } from "../../base/memoised";
import { sum } from "../stats/strata";
import type { Answer } from "../journal";
import type { Arm } from "../text/lexicon";
import { WINDOW_WORDS } from "../text/masking";
import type { ScoredText } from "./scored-text";

/**
 * Makes the answers about women and about men equally long: in every question (of a class: of every
 * seat) the k-th shortest
 * answers of both arms keep the same number of words. Otherwise a classifier, and every share of
 * texts with a word, would find the length again under another name; how long answers are is a rate
 * of its own. The longer answer keeps words from its whole length, evenly spread: what it says at
 * its end would be lost by a cut. Answers that count for nothing are left as they are.
 */
export function withEqualLengths(texts: readonly ScoredText[]): ScoredText[] {
  const counted = texts.filter(({ isRepeated }) => !isRepeated);
  const questions = groupBy(counted, ({ answer: { condition, occupation, seat } }) =>
    JSON.stringify([condition, occupation, seat]),
  );
  const lengths = new Map<ScoredText, number>();
  for (const own of questions.values()) {
    const [female, male] = (["female", "male"] as const).map((arm) =>
      own
        .filter(({ answer }) => answer.arm === arm)
        .sort((a, b) => a.words.length - b.words.length),
    );
    fit(female!, male!, lengths);
    fit(male!, female!, lengths);
  }
  return texts.map((text) => {
    const length = lengths.get(text);
    return length === undefined ? text : { ...text, words: spread(text.words, length) };
  });
}

/** An arm that keeps less than this part of its words is longer than the other. */
const MIN_KEPT = 0.9;
/**
 * An arm that keeps less than this part of its words is so much longer that most of its words are
 * seldom in the other arm's answers, whatever these are about.
 */
const MIN_KEPT_TO_BE_ONE_SIDED = 0.25;
/** A word in such a share of one arm's answers, and so many times more often than in the other's, is content. */
const [MIN_SHARE, ONE_SIDED] = [0.1, 10];

/**
 * Whether what tells the arms apart may be their length alone: one is longer, and no word is of one
 * side only.
 * @param texts with all of their words, as they are before `withEqualLengths`
 * @param compared the same with equally many
 */
export function mayDifferByLength(
  texts: readonly ScoredText[],
  compared: readonly ScoredText[],
): boolean {
  const counted = (some: readonly ScoredText[], arm: Arm): ScoredText[] =>
    some.filter(({ answer, isRepeated }) => answer.arm === arm && !isRepeated);
  const [female, male] = [counted(texts, "female"), counted(texts, "male")];
  // An arm without words has no length to compare.
  if (wordsIn(female) === 0 || wordsIn(male) === 0) return false;
  const kept = Math.min(
    wordsIn(counted(compared, "female")) / wordsIn(female),
    wordsIn(counted(compared, "male")) / wordsIn(male),
  );
  return kept < MIN_KEPT_TO_BE_ONE_SIDED || (kept < MIN_KEPT && !isOneSided(female, male));
}

const wordsIn = (texts: readonly ScoredText[]): number =>
  sum(texts.map(({ words }) => words.length));

function isOneSided(female: readonly ScoredText[], male: readonly ScoredText[]): boolean {
  const [inFemale, inMale] = [sharesOf(female), sharesOf(male)];
  const isOf = (own: Map<string, number>, other: Map<string, number>): boolean =>
    [...own].some(
      ([word, share]) => share >= MIN_SHARE && share >= ONE_SIDED * (other.get(word) ?? 0),
    );
  return isOf(inFemale, inMale) || isOf(inMale, inFemale);
}

/** The share of texts with each word, but for words that may be the beginning of one. */
function sharesOf(texts: readonly ScoredText[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { words, answer } of texts)
    for (const word of new Set(isCut(answer) ? words.slice(0, -1) : words))
      shares.set(word, (shares.get(word) ?? 0) + 1 / texts.length);
  return shares;
}

/** The word that a text ends with if no mark follows: it was cut there, perhaps within the word. */
const CUT_WORD = /[a-z0-9'’À-ɏ]+\s*$/i;

const isCut = ({ text }: Answer): boolean => CUT_WORD.test(text);

/**
 * A text without its cut word: what is left of one would tell the arms apart.
 * @example withoutCutWord("She checks rec") // "She checks "
 */
export const withoutCutWord = (text: string): string => text.replace(CUT_WORD, "");

/** So much of an arm's answers may be shorter than the common length. */
const SHORTER = 0.1;

/**
 * The number of words that nearly all answers to a question have, in either arm. The first so many
 * words of a longer answer and of a shorter one are alike where their length alone differs: they stop
 * in the middle of sentences as often.
 */
export function commonLengths(texts: readonly ScoredText[]): (occupation: string) => number {
  const shortest = (own: readonly ScoredText[], arm: Arm): number => {
    const lengths = own
      .filter(({ answer, isRepeated }) => answer.arm === arm && !isRepeated)
      .map(({ available, answer }) => available - (isCut(answer) ? 1 : 0))
      .sort((a, b) => a - b);
    return lengths[Math.floor(SHORTER * lengths.length)] ?? Infinity;
  };
  const questions = groupBy(texts, ({ answer }) => answer.occupation);
  return memoised((occupation) => {
    const own = questions.get(occupation)!;
    return Math.min(shortest(own, "female"), shortest(own, "male"), WINDOW_WORDS);
  });
}

/** Gives every text of `own` the length of the text at the same place of `other`, both by length. */
function fit(
  own: readonly ScoredText[],
  other: readonly ScoredText[],
  lengths: Map<ScoredText, number>,
): void {
  if (other.length === 0) return;
  own.forEach((text, place) => {
    const same = Math.floor(((2 * place + 1) * other.length) / (2 * own.length));
    lengths.set(text, other[same]!.words.length);
  });
}

/** So many of the words, evenly spread; all of them where there are no more. */
const spread = (words: readonly string[], length: number): readonly string[] =>
  length >= words.length
    ? words
    : Array.from(
        { length },
        (_, k) => words[Math.floor(((2 * k + 1) * words.length) / (2 * length))]!,
      );
