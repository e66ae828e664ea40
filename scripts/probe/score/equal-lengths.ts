import { groupBy } from "../../base/group-by";
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
