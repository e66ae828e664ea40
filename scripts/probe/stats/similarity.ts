import type { Random } from "./random";
import { mean } from "./strata";
import { tfidf } from "./tfidf";

/** Vectors of one stratum with their words numbered, the first `sizeOfA` of them of sample a. */
interface Numbered {
  ids: Int32Array[];
  weights: Float64Array[];
  sizeOfA: number;
  words: number;
}

/** Lexical similarity between the samples minus that within them. */
export interface Similarity {
  between: number;
  within: number;
  /** `between` − `within`: about 0 when the samples are alike, negative when they are not. */
  difference: number;
  /** One-sided, by relabelling within strata. */
  p: number;
}

/**
 * Mean TF-IDF cosine between texts of a and of b minus the mean of that within a and within b (pairs of different texts),
 * averaged over strata: minus half the squared energy distance of Székely & Rizzo (2013) under the cosine kernel. A
 * bare similarity means nothing: two samples of one source are unlike each other too. Undefined when no stratum holds
 * two texts in each sample.
 */
export function similarity(
  strata: readonly {
    a: readonly (readonly string[])[];
    b: readonly (readonly string[])[];
  }[],
  random: Random,
  permutations: number,
): Similarity | undefined {
  const usable = strata.filter(({ a, b }) => a.length > 1 && b.length > 1).map(numbered);
  if (usable.length === 0) return undefined;
  const measured = usable.map(compare);
  const between = mean(measured.map((one) => one.between));
  const within = mean(measured.map((one) => one.within));
  let extreme = 0;
  for (let r = 0; r < permutations; r++) {
    const difference = mean(
      usable.map((stratum) => {
        shuffle(stratum, random);
        const one = compare(stratum);
        return one.between - one.within;
      }),
    );
    if (difference <= between - within + 1e-12) extreme++;
  }
  return { between, within, difference: between - within, p: (1 + extreme) / (permutations + 1) };
}

function numbered({
  a,
  b,
}: {
  a: readonly (readonly string[])[];
  b: readonly (readonly string[])[];
}): Numbered {
  const numbers = new Map<string, number>();
  const vectors = tfidf([...a, ...b]).map((vector) => [...vector]);
  for (const vector of vectors)
    for (const [word] of vector) if (!numbers.has(word)) numbers.set(word, numbers.size);
  return {
    ids: vectors.map((vector) => Int32Array.from(vector, ([word]) => numbers.get(word)!)),
    weights: vectors.map((vector) => Float64Array.from(vector, ([, weight]) => weight)),
    sizeOfA: a.length,
    words: numbers.size,
  };
}

function compare({ ids, weights, sizeOfA, words }: Numbered): { between: number; within: number } {
  const sums = [new Float64Array(words), new Float64Array(words)] as const;
  const own = [0, 0];
  ids.forEach((text, k) => {
    const sample = k < sizeOfA ? 0 : 1;
    const weight = weights[k]!;
    for (let i = 0; i < text.length; i++) {
      sums[sample][text[i]!]! += weight[i]!;
      own[sample]! += weight[i]! * weight[i]!;
    }
  });
  let [cross, squareA, squareB] = [0, 0, 0];
  for (let word = 0; word < words; word++) {
    const [a, b] = [sums[0][word]!, sums[1][word]!];
    cross += a * b;
    squareA += a * a;
    squareB += b * b;
  }
  const sizeOfB = ids.length - sizeOfA;
  const inside = (square: number, itself: number, n: number): number =>
    (square - itself) / (n * (n - 1));
  return {
    between: cross / (sizeOfA * sizeOfB),
    within: (inside(squareA, own[0]!, sizeOfA) + inside(squareB, own[1]!, sizeOfB)) / 2,
  };
}

function shuffle({ ids, weights }: Numbered, random: Random): void {
  for (let last = ids.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [ids[last], ids[other]] = [ids[other]!, ids[last]!];
    [weights[last], weights[other]] = [weights[other]!, weights[last]!];
  }
}
