import { inOneArray, type OneArray } from "./one-array";
import { drawToFront, type Random } from "./random";
import { sum } from "./strata";

/** A word that one sample uses more than the other, given how often it occurs at all. */
export interface MarkedWord {
  word: string;
  /** Occurrences in each sample. */
  a: number;
  b: number;
  /** Log-odds ratio with the prior; positive when sample a uses the word more. */
  logOdds: number;
  z: number;
  /** From the largest |z| of any word under permutation, which corrects for testing every word. */
  p: number;
}

/** Texts of one stratum; each text is the numbers of its words, with repeats. */
export interface WordTexts {
  a: readonly Int32Array[];
  b: readonly Int32Array[];
}

/** α₀, the number of words that the prior is worth. */
const PRIOR_SIZE = 500;
/** Rarer words count in the totals but are not tested: they could not be significant. */
const MIN_COUNT = 5;

/**
 * Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, Political
 * Analysis 16, 372-403, eqs. 15, 16, 22): δ = ln((yA + α) / (nA + α₀ − yA − α)) − the same of b,
 * over √(1 / (yA + α) + 1 / (yB + α)). The prior α is `background` (counts of the words in all
 * answers) scaled to α₀ = 500. p by maxT (Westfall & Young 1993) over texts relabelled within
 * strata.
 * @param words the words by their number
 * @returns the words sorted by |z|, ties by word
 * @example markedWords([{ a: [], b: [] }], ["x"], Float64Array.of(9), randomOf(1, "x"), 9) // []
 */
export function markedWords(
  strata: readonly WordTexts[],
  words: readonly string[],
  background: Float64Array,
  random: Random,
  permutations: number,
): MarkedWord[] {
  const total = sum(background);
  const prior = background.map((count) => (PRIOR_SIZE * count) / total);
  const samples = strata.map((stratum) => sampleOf(stratum));
  const [all, inA] = [new Float64Array(words.length), new Float64Array(words.length)];
  for (const { texts, order, sizeOfA } of samples) {
    countInto(all, texts, order);
    countInto(inA, texts, order.slice(0, sizeOfA));
  }
  const tested = [...words.keys()].filter((word) => all[word]! >= MIN_COUNT);
  const logOddsOf = logOddsWith(prior, all);
  const observed = logOddsOf(inA, tested);
  const relabelled = new Float64Array(words.length);
  const maxima = Float64Array.from({ length: permutations }, () => {
    relabelled.fill(0);
    for (const { texts, order, sizeOfA } of samples)
      countInto(relabelled, texts, drawToFront([...order], sizeOfA, random).slice(0, sizeOfA));
    const found = logOddsOf(relabelled, tested);
    return found.reduce((highest, { z }) => Math.max(highest, Math.abs(z)), 0);
  });
  return tested
    .map((word, k) => {
      const { logOdds, z } = observed[k]!;
      const extreme = maxima.filter((highest) => highest >= Math.abs(z) - 1e-9).length;
      return {
        word: words[word]!,
        a: inA[word]!,
        b: all[word]! - inA[word]!,
        logOdds,
        z,
        p: (1 + extreme) / (permutations + 1),
      };
    })
    .sort((one, two) => Math.abs(two.z) - Math.abs(one.z) || (one.word < two.word ? -1 : 1));
}

/** The texts of a stratum; those of sample a come first in `order`. */
function sampleOf({ a, b }: WordTexts) {
  const texts = inOneArray([...a, ...b]);
  return { texts, order: [...Array(a.length + b.length).keys()], sizeOfA: a.length };
}

/**
 * The log-odds ratio and z of words from their counts in sample a; `all` has those of both samples.
 */
function logOddsWith(prior: Float64Array, all: Float64Array) {
  const sizeOfAll = sum(all);
  return (inA: Float64Array, words: readonly number[]): { logOdds: number; z: number }[] => {
    const sizeOfA = sum(inA);
    return words.map((word) => {
      const a = inA[word]! + prior[word]!;
      const b = all[word]! - inA[word]! + prior[word]!;
      const logOdds =
        Math.log(a / (sizeOfA + PRIOR_SIZE - a)) -
        Math.log(b / (sizeOfAll - sizeOfA + PRIOR_SIZE - b));
      return { logOdds, z: logOdds / Math.sqrt(1 / a + 1 / b) };
    });
  };
}

/** Adds how often each word occurs in some of the texts. */
function countInto(
  counts: Float64Array,
  { flat, starts }: OneArray,
  texts: readonly number[],
): void {
  for (const text of texts) {
    const end = starts[text + 1]!;
    for (let i = starts[text]!; i < end; i++) counts[flat[i]!]!++;
  }
}

/**
 * How often each of `words` words occurs in texts of word numbers.
 * @example countsOf(3, [Int32Array.of(0, 2), Int32Array.of(2)]) // [1, 0, 2]
 */
export function countsOf(words: number, texts: readonly Int32Array[]): Float64Array {
  const counts = new Float64Array(words);
  for (const text of texts) for (let i = 0; i < text.length; i++) counts[text[i]!]!++;
  return counts;
}
