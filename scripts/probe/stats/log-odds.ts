import type { Random } from "./random";

/** A word that one sample uses more than the other, given how often it occurs at all. */
export interface MarkedWord {
  word: string;
  /** Occurrences in each sample. */
  a: number;
  b: number;
  /** Log-odds ratio with the prior; positive when sample a uses the word more. */
  logOdds: number;
  z: number;
  /** From the largest |z| of any word under permutation: corrected for looking at all of them. */
  p: number;
}

/** Texts of one stratum, as numbers of their words with repeats. */
export interface WordTexts {
  a: readonly Int32Array[];
  b: readonly Int32Array[];
}

const PRIOR_SIZE = 500;
/** Rarer words are part of the totals but not tested: they could not stand out. */
const MIN_COUNT = 5;

/**
 * Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, Political Analysis 16, 372-403,
 * eqs. 15, 16, 22): δ = ln((yA + α) / (nA + α₀ − yA − α)) − the same of b, over √(1 / (yA + α) + 1 / (yB + α)); the
 * prior α is `background` (counts of the words in all answers) scaled to α₀ = 500. p by maxT (Westfall & Young 1993)
 * over relabelled texts within strata. Sorted by |z|, ties by word.
 */
export function markedWords(
  strata: readonly WordTexts[],
  words: readonly string[],
  background: Float64Array,
  random: Random,
  permutations: number,
): MarkedWord[] {
  const total = background.reduce((sum, count) => sum + count, 0);
  const prior = background.map((count) => (PRIOR_SIZE * count) / total);
  const all = countsOf(
    words.length,
    strata.flatMap(({ a, b }) => [...a, ...b]),
  );
  const countsInA = countsOf(
    words.length,
    strata.flatMap((stratum) => stratum.a),
  );
  const tested = words.flatMap((_, word) => (all[word]! >= MIN_COUNT ? [word] : []));
  const size = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  const allSize = size(all);
  const zOf = (
    counts: Float64Array,
    wordsInA: number,
    word: number,
  ): [logOdds: number, z: number] => {
    const alpha = prior[word]!;
    const [inA, inB] = [counts[word]! + alpha, all[word]! - counts[word]! + alpha];
    const logOdds =
      Math.log(inA / (wordsInA + PRIOR_SIZE - inA)) -
      Math.log(inB / (allSize - wordsInA + PRIOR_SIZE - inB));
    return [logOdds, logOdds / Math.sqrt(1 / inA + 1 / inB)];
  };
  const observed = tested.map((word) => zOf(countsInA, size(countsInA), word));
  const maxima = Float64Array.from({ length: permutations }, () => {
    const relabelled = new Float64Array(words.length);
    for (const stratum of strata)
      for (const text of drawTexts([...stratum.a, ...stratum.b], stratum.a.length, random))
        for (const word of text) relabelled[word]!++;
    const wordsInA = size(relabelled);
    return tested.reduce(
      (highest, word) => Math.max(highest, Math.abs(zOf(relabelled, wordsInA, word)[1])),
      0,
    );
  });
  return tested
    .map((word, k) => {
      const [logOdds, z] = observed[k]!;
      const extreme = maxima.filter((highest) => highest >= Math.abs(z) - 1e-9).length;
      return {
        word: words[word]!,
        a: countsInA[word]!,
        b: all[word]! - countsInA[word]!,
        logOdds,
        z,
        p: (1 + extreme) / (permutations + 1),
      };
    })
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || (a.word < b.word ? -1 : 1));
}

/** Counts of words over texts. */
export function countsOf(words: number, texts: readonly Int32Array[]): Float64Array {
  const counts = new Float64Array(words);
  for (const text of texts) for (const word of text) counts[word]!++;
  return counts;
}

function drawTexts(texts: Int32Array[], count: number, random: Random): Int32Array[] {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(texts.length - i);
    [texts[i], texts[j]] = [texts[j]!, texts[i]!];
  }
  return texts.slice(0, count);
}
