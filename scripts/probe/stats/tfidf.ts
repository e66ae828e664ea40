import { sum } from "./strata";

/** A text as weights of its words, scaled to length 1; empty for a text without words. */
export type Vector = ReadonlyMap<string, number>;

/**
 * TF-IDF vectors of the documents of one corpus: word counts times ln((1 + N) / (1 + df)) + 1,
 * scaled to length 1 (the smoothed form of scikit-learn's TfidfVectorizer; Salton & Buckley 1988).
 * The cosine of two vectors is then their dot product.
 * @example tfidf([["x", "y"], ["y", "x"]]).map((vector) => vector.get("y")) // ≈ [0.7071, 0.7071]
 */
export function tfidf(documents: readonly (readonly string[])[]): Vector[] {
  const counts = documents.map((words) => {
    const count = new Map<string, number>();
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1);
    return count;
  });
  const documentFrequency = new Map<string, number>();
  for (const count of counts)
    for (const word of count.keys())
      documentFrequency.set(word, (documentFrequency.get(word) ?? 0) + 1);
  const idf = (word: string): number =>
    Math.log((1 + documents.length) / (1 + documentFrequency.get(word)!)) + 1;
  return counts.map((count) => {
    const weights = [...count].map(([word, times]): [string, number] => [word, times * idf(word)]);
    const length = Math.sqrt(sum(weights.map(([, weight]) => weight * weight)));
    return new Map(weights.map(([word, weight]) => [word, weight / length]));
  });
}

/**
 * Mean of vectors. The mean cosine over all pairs of two sets is the dot product of their means.
 * @example centroid([new Map([["x", 1]]), new Map()]) // new Map([["x", 0.5]])
 */
export function centroid(vectors: readonly Vector[]): Vector {
  const sums = new Map<string, number>();
  for (const vector of vectors)
    for (const [word, weight] of vector)
      sums.set(word, (sums.get(word) ?? 0) + weight / vectors.length);
  return sums;
}

/**
 * Dot product of two vectors; missing words count 0.
 * @example dot(new Map([["x", 2], ["y", 1]]), new Map([["x", 3]])) // 6
 */
export function dot(a: Vector, b: Vector): number {
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  let product = 0;
  for (const [word, weight] of short) product += weight * (long.get(word) ?? 0);
  return product;
}
