import type { Random } from "./random";
import { mean } from "./strata";
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
}

/** A TF-IDF vector as word numbers and the weight of each. */
interface NumberedVector {
  ids: Int32Array;
  weights: Float64Array;
}

function vectorise({ a, b }: SampledTexts): VectorisedStratum {
  const vectors = tfidf([...a, ...b]).map((vector) => [...vector]);
  const words = new Set(vectors.flatMap((vector) => vector.map(([word]) => word)));
  const numbers = new Map([...words].map((word, number) => [word, number]));
  const texts = vectors.map((vector) => ({
    ids: Int32Array.from(vector, ([word]) => numbers.get(word)!),
    weights: Float64Array.from(vector, ([, weight]) => weight),
  }));
  return { texts, sizeOfA: a.length, words: words.size };
}

function compare(stratum: VectorisedStratum): { between: number; within: number } {
  const { texts, sizeOfA, words } = stratum;
  const a = addVectors(texts.slice(0, sizeOfA), words);
  const b = addVectors(texts.slice(sizeOfA), words);
  const sizeOfB = texts.length - sizeOfA;
  // Of all ordered pairs of a sample's texts, those of a text with itself are left out.
  const inside = ({ total, squares }: VectorSum, n: number): number =>
    (dotProduct(total, total) - squares) / (n * (n - 1));
  return {
    between: dotProduct(a.total, b.total) / (sizeOfA * sizeOfB),
    within: (inside(a, sizeOfA) + inside(b, sizeOfB)) / 2,
  };
}

interface VectorSum {
  total: Float64Array;
  /** Sum of the squared lengths of the vectors. */
  squares: number;
}

function addVectors(texts: readonly NumberedVector[], words: number): VectorSum {
  const total = new Float64Array(words);
  let squares = 0;
  for (const { ids, weights } of texts)
    for (let i = 0; i < ids.length; i++) {
      total[ids[i]!]! += weights[i]!;
      squares += weights[i]! * weights[i]!;
    }
  return { total, squares };
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let k = 0; k < a.length; k++) product += a[k]! * b[k]!;
  return product;
}
