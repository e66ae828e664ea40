import { Numbering } from "../../base/numbering";
import type { Random } from "./random";
import { mean, sum } from "./strata";
import { tfidf } from "./tfidf";

/** Lexical similarity between two samples compared with that within them. */
export interface Similarity {
  between: number;
  within: number;
  /** `between` − `within`: about 0 if the samples are alike, negative if they are not. */
  difference: number;
  /** One-sided, by relabelling within strata. */
  p: number;
}

/** Texts of one stratum as their words. */
export interface SampledTexts {
  a: readonly (readonly string[])[];
  b: readonly (readonly string[])[];
}

/**
 * Mean TF-IDF cosine between texts of a and of b minus the mean of those within a and within b
 * (pairs of different texts), averaged over strata: minus half the squared energy distance of
 * Székely & Rizzo (2013) under the cosine kernel. A bare similarity means nothing: two samples of
 * one source differ too. Undefined if no stratum holds two texts in each sample.
 * @example similarity([{ a: [["x"], ["x"]], b: [["y"], ["y"]] }], randomOf(1, "x"), 0)?.difference // -1
 */
export function similarity(
  strata: readonly SampledTexts[],
  random: Random,
  permutations: number,
): Similarity | undefined {
  const usable = strata.filter(({ a, b }) => a.length > 1 && b.length > 1).map(vectorise);
  if (usable.length === 0) return undefined;
  const observed = usable.map(compare);
  const between = mean(observed.map((one) => one.between));
  const within = mean(observed.map((one) => one.within));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    const differences = usable.map((stratum) => {
      random.shuffle(stratum.texts);
      const relabelled = compare(stratum);
      return relabelled.between - relabelled.within;
    });
    if (mean(differences) <= between - within + 1e-12) extreme++;
  }
  return { between, within, difference: between - within, p: (1 + extreme) / (permutations + 1) };
}

/** Vectors of one stratum's texts. The first `sizeOfA` of them are sample a. */
interface VectorisedStratum {
  texts: NumberedVector[];
  sizeOfA: number;
  /** How many words there are: their numbers are below. */
  words: number;
  /** Squared length of the sum of all vectors, and sum of their squared lengths. */
  all: Squares;
}

/** A TF-IDF vector as word numbers and the weight of each. */
interface NumberedVector {
  ids: Int32Array;
  weights: Float64Array;
  /** Squared length. */
  square: number;
  /** Dot product with the sum of all vectors of the stratum. */
  withAll: number;
}

/** Squared length of the sum of vectors, and the sum of their squared lengths. */
interface Squares {
  ofSum: number;
  each: number;
}

function vectorise({ a, b }: SampledTexts): VectorisedStratum {
  const numbering = new Numbering<string>();
  const texts = tfidf([...a, ...b]).map((vector) => {
    const ids = Int32Array.from(vector.keys(), (word) => numbering.of(word));
    const weights = Float64Array.from(vector.values());
    return { ids, weights, square: dotProduct(weights, weights), withAll: 0 };
  });
  const total = new Float64Array(numbering.size);
  for (const text of texts) add(text, total);
  for (const text of texts)
    text.withAll = sum(Array.from(text.weights, (weight, i) => weight * total[text.ids[i]!]!));
  const all = { ofSum: dotProduct(total, total), each: sum(texts.map(({ square }) => square)) };
  return { texts, sizeOfA: a.length, words: numbering.size, all };
}

/** The vectors of b are not added up: their sum is what those of a leave of all. */
function compare({ texts, sizeOfA, words, all }: VectorisedStratum): {
  between: number;
  within: number;
} {
  const total = new Float64Array(words);
  let [withAll, each] = [0, 0];
  for (let k = 0; k < sizeOfA; k++) {
    const text = texts[k]!;
    add(text, total);
    withAll += text.withAll;
    each += text.square;
  }
  const ofSum = dotProduct(total, total);
  const b = { ofSum: all.ofSum - 2 * withAll + ofSum, each: all.each - each };
  const sizeOfB = texts.length - sizeOfA;
  // Of all ordered pairs of a sample's texts, those of a text with itself are left out.
  const inside = (squares: Squares, n: number): number =>
    (squares.ofSum - squares.each) / (n * (n - 1));
  return {
    between: (withAll - ofSum) / (sizeOfA * sizeOfB),
    within: (inside({ ofSum, each }, sizeOfA) + inside(b, sizeOfB)) / 2,
  };
}

function add({ ids, weights }: NumberedVector, total: Float64Array): void {
  for (let i = 0; i < ids.length; i++) total[ids[i]!]! += weights[i]!;
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let k = 0; k < a.length; k++) product += a[k]! * b[k]!;
  return product;
}
