import type { Random } from "./random";

/** A word that one arm uses more, allowing for how often it is used at all. */
export interface MarkedWord {
  word: string;
  female: number;
  male: number;
  /** Log-odds ratio with the prior; positive: used more about women. */
  logOdds: number;
  z: number;
  /** From the largest |z| of any word under permutation: corrected for looking at all of them. */
  p: number;
}

/** Texts of one stratum, as numbers of their words with repeats. */
export interface WordTexts {
  female: readonly Int32Array[];
  male: readonly Int32Array[];
}

const PRIOR_SIZE = 500;
/** Rarer words are part of the totals but not tested: they could not stand out. */
const MIN_COUNT = 5;

/**
 * Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, Political Analysis 16, 372-403,
 * eqs. 15, 16, 22): δ = ln((yF + α) / (nF + α₀ − yF − α)) − the same of M, over √(1 / (yF + α) + 1 / (yM + α)); the
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
    strata.flatMap(({ female, male }) => [...female, ...male]),
  );
  const female = countsOf(
    words.length,
    strata.flatMap((stratum) => stratum.female),
  );
  const tested = words.flatMap((_, word) => (all[word]! >= MIN_COUNT ? [word] : []));
  const size = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  const allSize = size(all);
  const zOf = (
    counts: Float64Array,
    femaleSize: number,
    word: number,
  ): [logOdds: number, z: number] => {
    const alpha = prior[word]!;
    const [f, m] = [counts[word]! + alpha, all[word]! - counts[word]! + alpha];
    const logOdds =
      Math.log(f / (femaleSize + PRIOR_SIZE - f)) -
      Math.log(m / (allSize - femaleSize + PRIOR_SIZE - m));
    return [logOdds, logOdds / Math.sqrt(1 / f + 1 / m)];
  };
  const observed = tested.map((word) => zOf(female, size(female), word));
  const maxima = Float64Array.from({ length: permutations }, () => {
    const relabelled = new Float64Array(words.length);
    for (const stratum of strata)
      for (const text of drawTexts(
        [...stratum.female, ...stratum.male],
        stratum.female.length,
        random,
      ))
        for (const word of text) relabelled[word]!++;
    const femaleSize = size(relabelled);
    return tested.reduce(
      (highest, word) => Math.max(highest, Math.abs(zOf(relabelled, femaleSize, word)[1])),
      0,
    );
  });
  return tested
    .map((word, k) => {
      const [logOdds, z] = observed[k]!;
      const extreme = maxima.filter((highest) => highest >= Math.abs(z) - 1e-9).length;
      return {
        word: words[word]!,
        female: female[word]!,
        male: all[word]! - female[word]!,
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
