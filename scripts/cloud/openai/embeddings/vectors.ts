import { createHash } from "node:crypto";

/*
 * @parity
 * - An embedding is hashed words, pairs of words and letters: like texts are nearer (cosine), by
 *   words and not by meaning; ids of tokens are words of their own — ours
 */

/** Words that say little: they weigh a twentieth. */
const COMMON = new Set(
  "a an and are as at be but by for from has have in is it its of on or that the their this to was were with".split(
    " ",
  ),
);
const WEIGHTS = { word: 0.6, common: 0.05, pair: 0.2, letters: 0.8 } as const;

/** What an embedding is made of: a text, or the ids of its tokens. */
export type EmbeddingInput = string | readonly number[];

/**
 * A vector of length 1 that is nearer to those of texts with the same words, pairs of words and
 * letters (cosine). Each feature has a pseudo-random direction, so that unlike texts are almost at
 * right angles, and a beginning of the vector is nearly as good as the whole. The nearness is one of
 * words and not of meaning. Ids of tokens are words of their own, which no text shares.
 */
export function embed(input: EmbeddingInput, dimensions: number): Float32Array {
  const vector = new Float64Array(dimensions);
  for (const [feature, weight] of featuresOf(input)) {
    const bits = createHash("shake256", { outputLength: Math.ceil(dimensions / 8) })
      .update(feature)
      .digest();
    for (let at = 0; at < dimensions; at++) {
      const bit = (bits[at >> 3]! >> (at & 7)) & 1;
      vector[at]! += weight * (2 * bit - 1);
    }
  }
  const norm = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / norm);
}

/** The features of an input, with their weights. */
function featuresOf(input: EmbeddingInput): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number): void =>
    void features.set(feature, (features.get(feature) ?? 0) + weight);
  const words = wordsOf(input);
  for (const [index, word] of words.entries()) {
    const weight = weightOf(word);
    add(`word ${word}`, WEIGHTS.word * weight);
    const before = words[index - 1];
    if (before !== undefined) add(`pair ${before} ${word}`, WEIGHTS.pair * weight);
    const letters = `^${word}$`;
    const parts = Array.from({ length: letters.length - 2 }, (_, at) => letters.slice(at, at + 3));
    for (const part of parts)
      add(`letters ${part}`, (WEIGHTS.letters * weight) / Math.sqrt(parts.length));
  }
  return features;
}

function wordsOf(input: EmbeddingInput): string[] {
  if (typeof input !== "string") return input.map((id) => `#${id}`);
  return input.toLowerCase().match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? [];
}

function weightOf(word: string): number {
  if (COMMON.has(word) || !/[\p{L}\p{N}]/u.test(word)) return WEIGHTS.common;
  return 1;
}
