import { sortedDistinct } from "../../base/distinct";
import { Numbering } from "../../base/numbering";
import { inOneArray, type OneArray } from "./one-array";

/** Texts as sorted numbers of their distinct words. */
export interface Presence {
  texts: readonly Int32Array[];
  /** How many words there are: their numbers are below. */
  words: number;
}

/**
 * Numbers the words of texts in the order of their first appearance.
 * @example presenceOf([["x", "y", "x"], ["z"]]).texts // [[0, 1], [2]]
 */
export function presenceOf(texts: readonly (readonly string[])[]): Presence {
  const numbering = new Numbering<string>();
  const numbered = texts.map((words) => sortedDistinct(numbering.all(words)));
  return { texts: numbered, words: numbering.size };
}

/** Folds of the cross-fitting. */
export const FOLDS = 5;

/**
 * Cross-fitted naive Bayes on the presence of words: Bernoulli model with one added to every count
 * and equal priors (McCallum & Nigam 1998; scikit-learn's BernoulliNB(alpha=1, fit_prior=False)). A
 * permutation test fits it many times, so its buffers are allocated once.
 */
export class CrossFit {
  /** Texts that hold a word, by group (2 × fold + sample) and word. */
  private readonly counts: Int32Array;
  /** What a word adds to the log odds of a text that holds it, by held fold and word. */
  private readonly present: Float64Array;
  /** Texts that hold a word, by sample and word, in all folds. */
  private readonly totals: Int32Array;
  /** Natural logarithms of whole numbers. */
  private readonly logs: Float64Array;
  private readonly all: OneArray;
  /** Log odds of sample a against sample b, text by text; overwritten by every fit. */
  readonly scores: Float64Array;

  constructor(private readonly presence: Presence) {
    const { texts, words } = presence;
    this.counts = new Int32Array(2 * FOLDS * words);
    this.totals = new Int32Array(2 * words);
    this.present = new Float64Array(FOLDS * words);
    this.logs = Float64Array.from({ length: texts.length + 3 }, (_, n) => Math.log(n));
    this.scores = new Float64Array(texts.length);
    this.all = inOneArray(texts);
  }

  /**
   * Scores every text by the model of the other folds' texts.
   * @param inA 1 for a text of sample a, 0 for one of sample b
   * @param fold of each text, below `FOLDS`
   */
  fit(inA: Uint8Array, fold: Uint8Array): void {
    const sizes = this.count(inA, fold);
    const absent = Float64Array.from({ length: FOLDS }, (_, held) => this.train(held, sizes));
    this.scoreAll(fold, absent);
  }

  /** Fills `counts` and `totals`; returns the number of texts by group. */
  private count(inA: Uint8Array, fold: Uint8Array): Int32Array {
    const { texts, words } = this.presence;
    const { counts, totals } = this;
    const { flat, starts } = this.all;
    counts.fill(0);
    const sizes = new Int32Array(2 * FOLDS);
    for (let k = 0; k < texts.length; k++) {
      const group = 2 * fold[k]! + inA[k]!;
      sizes[group]!++;
      const offset = group * words;
      const end = starts[k + 1]!;
      for (let i = starts[k]!; i < end; i++) counts[offset + flat[i]!]!++;
    }
    totals.fill(0);
    for (let f = 0; f < FOLDS; f++)
      for (let k = 0; k < totals.length; k++) totals[k]! += counts[f * totals.length + k]!;
    return sizes;
  }

  /**
   * Fills `present` from all folds but the held one; returns the log odds of a text without words.
   */
  private train(held: number, sizes: Int32Array): number {
    const { words } = this.presence;
    const { counts, logs, present, totals } = this;
    const [ofB, ofA, own] = [2 * held * words, (2 * held + 1) * words, held * words];
    let [sizeOfA, sizeOfB] = [0, 0];
    for (let f = 0; f < FOLDS; f++) {
      if (f === held) continue;
      sizeOfB += sizes[2 * f]!;
      sizeOfA += sizes[2 * f + 1]!;
    }
    const base = logs[sizeOfA + 2]! - logs[sizeOfB + 2]!;
    let absent = 0;
    for (let word = 0; word < words; word++) {
      const withWordB = totals[word]! - counts[ofB + word]!;
      const withWordA = totals[words + word]! - counts[ofA + word]!;
      const without = logs[sizeOfA - withWordA + 1]! - logs[sizeOfB - withWordB + 1]! - base;
      absent += without;
      present[own + word] = logs[withWordA + 1]! - logs[withWordB + 1]! - base - without;
    }
    return absent;
  }

  private scoreAll(fold: Uint8Array, absent: Float64Array): void {
    const { present, scores } = this;
    const { flat, starts } = this.all;
    const { words } = this.presence;
    for (let k = 0; k < fold.length; k++) {
      let score = absent[fold[k]!]!;
      const own = fold[k]! * words;
      const end = starts[k + 1]!;
      for (let i = starts[k]!; i < end; i++) score += present[own + flat[i]!]!;
      // Equal odds are a tie, in whatever order they were added up.
      scores[k] = Math.round(score * 1e9) / 1e9;
    }
  }
}
