import { Numbering } from "../../base/numbering";

/** A text as weights of its words, scaled to length 1; empty for a text without words. */
export interface Vector {
  /** The numbers of its words in the corpus, in the order of their first appearance. */
  ids: Int32Array;
  weights: Float64Array;
}

/**
 * TF-IDF vectors of the documents of one corpus: word counts times ln((1 + N) / (1 + df)) + 1,
 * scaled to length 1 (the smoothed form of scikit-learn's TfidfVectorizer; Salton & Buckley 1988).
 * The cosine of two vectors is then their dot product.
 * @example tfidf([["x", "y"], ["y", "x"]]).map(({ weights }) => weights[1]) // ≈ [0.7071, 0.7071]
 */
export function tfidf(documents: readonly (readonly string[])[]): Vector[] {
  const numbering = new Numbering<string>();
  const documentFrequency: number[] = [];
  /** By word number: the last document that holds it, and its place there. */
  const [last, places]: [number[], number[]] = [[], []];
  const counts = documents.map((words, document): Vector => {
    const ids = numbering.all(words);
    const weights = new Float64Array(ids.length);
    let size = 0;
    for (const id of ids) {
      if (last[id] !== document) {
        documentFrequency[id] = (documentFrequency[id] ?? 0) + 1;
        [last[id], places[id]] = [document, size];
        ids[size++] = id;
      }
      weights[places[id]!]!++;
    }
    return { ids: ids.slice(0, size), weights: weights.slice(0, size) };
  });
  const idf = documentFrequency.map((df) => Math.log((1 + documents.length) / (1 + df)) + 1);
  for (const { ids, weights } of counts) {
    let squares = 0;
    for (let i = 0; i < ids.length; i++) {
      weights[i]! *= idf[ids[i]!]!;
      squares += weights[i]! * weights[i]!;
    }
    const length = Math.sqrt(squares);
    for (let i = 0; i < ids.length; i++) weights[i]! /= length;
  }
  return counts;
}

/**
 * Mean of vectors, by word number. The mean cosine of a vector with several is its dot product with
 * their mean.
 * @example centroid(tfidf([["x"], []])) // [0.5]
 */
export function centroid(vectors: readonly Vector[]): number[] {
  const sums: number[] = [];
  for (const { ids, weights } of vectors)
    for (let i = 0; i < ids.length; i++)
      sums[ids[i]!] = (sums[ids[i]!] ?? 0) + weights[i]! / vectors.length;
  return sums;
}

/**
 * Dot product of a vector and a centroid; missing words count 0.
 * @example dot(tfidf([["x"]])[0], [0.5, 1]) // 0.5
 */
export function dot({ ids, weights }: Vector, centre: readonly number[]): number {
  let product = 0;
  for (let i = 0; i < ids.length; i++) product += weights[i]! * (centre[ids[i]!] ?? 0);
  return product;
}
