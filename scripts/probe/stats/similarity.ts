import { inOneArray } from "./one-array";
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
      random.shuffle(stratum.order);
      const relabelled = compare(stratum);
      return relabelled.between - relabelled.within;
    });
    if (mean(differences) <= between - within + 1e-12) extreme++;
  }
  return { between, within, difference: between - within, p: (1 + extreme) / (permutations + 1) };
}

/**
 * TF-IDF vectors of one stratum's texts, one behind the other, which is read faster than many arrays.
 * The first `sizeOfA` texts of `order` are sample a.
 */
interface VectorisedStratum {
  order: number[];
  sizeOfA: number;
  /** Word numbers and their weights. */
  ids: Int32Array;
  weights: Float64Array;
  /** Where each text begins in them. */
  starts: Int32Array;
  /** Squared length of each text's vector, and its dot product with the sum of all. */
  squares: Float64Array;
  withAll: Float64Array;
  all: Squares;
  /** Buffer: the sum of some vectors, by word number. */
  total: Float64Array;
}

/** Squared length of the sum of vectors, and the sum of their squared lengths. */
interface Squares {
  ofSum: number;
  each: number;
}

function vectorise({ a, b }: SampledTexts): VectorisedStratum {
  const vectors = tfidf([...a, ...b]);
  const { flat: ids, starts } = inOneArray(vectors.map((vector) => vector.ids));
  const weights = new Float64Array(ids.length);
  vectors.forEach((vector, k) => {
    weights.set(vector.weights, starts[k]);
  });
  const total = new Float64Array(ids.reduce((most, id) => Math.max(most, id + 1), 0));
  const sums = { ids, weights, starts, total };
  vectors.forEach((_, k) => {
    add(sums, k);
  });
  const partsOf = (k: number): Float64Array => weights.subarray(starts[k], starts[k + 1]);
  const withTotal = weights.map((weight, i) => weight * total[ids[i]!]!);
  const squares = Float64Array.from(vectors, (_, k) => dotProduct(partsOf(k), partsOf(k)));
  return {
    ...sums,
    order: [...vectors.keys()],
    sizeOfA: a.length,
    squares,
    withAll: Float64Array.from(vectors, (_, k) =>
      sum(withTotal.subarray(starts[k], starts[k + 1])),
    ),
    all: { ofSum: dotProduct(total, total), each: sum(squares) },
  };
}

/** The vectors of b are not added up: their sum is what those of a leave of all. */
function compare(stratum: VectorisedStratum): { between: number; within: number } {
  const { order, sizeOfA, squares, all, total } = stratum;
  total.fill(0);
  let [withAll, each] = [0, 0];
  for (let i = 0; i < sizeOfA; i++) {
    const k = order[i]!;
    add(stratum, k);
    withAll += stratum.withAll[k]!;
    each += squares[k]!;
  }
  const ofSum = dotProduct(total, total);
  const b = { ofSum: all.ofSum - 2 * withAll + ofSum, each: all.each - each };
  const sizeOfB = order.length - sizeOfA;
  // Of all ordered pairs of a sample's texts, those of a text with itself are left out.
  const inside = (one: Squares, n: number): number => (one.ofSum - one.each) / (n * (n - 1));
  return {
    between: (withAll - ofSum) / (sizeOfA * sizeOfB),
    within: (inside({ ofSum, each }, sizeOfA) + inside(b, sizeOfB)) / 2,
  };
}

type Sums = Pick<VectorisedStratum, "ids" | "weights" | "starts" | "total">;

/** Adds the vector of a text to the total. */
function add({ ids, weights, starts, total }: Sums, text: number): void {
  const end = starts[text + 1]!;
  for (let i = starts[text]!; i < end; i++) total[ids[i]!]! += weights[i]!;
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let k = 0; k < a.length; k++) product += a[k]! * b[k]!;
  return product;
}
