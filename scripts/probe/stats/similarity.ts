import type { Random } from "./random";
import { mean } from "./strata";
import { tfidf } from "./tfidf";

/** Vectors of one stratum with their words numbered, the first `females` of them F. */
interface Numbered {
  ids: Int32Array[];
  weights: Float64Array[];
  females: number;
  words: number;
}

/** Between-arm lexical similarity minus what the arms have within themselves. */
export interface Similarity {
  between: number;
  within: number;
  /** `between` − `within`: about 0 when the arms are alike, negative when they are not. */
  difference: number;
  /** One-sided, by relabelling within strata. */
  p: number;
}

/**
 * Mean TF-IDF cosine between F and M texts minus the mean of that within F and within M (pairs of different texts),
 * averaged over strata: minus half the squared energy distance of Székely & Rizzo (2013) under the cosine kernel. A
 * bare similarity means nothing: two samples of one source are unlike each other too. Undefined when no stratum holds
 * two texts in each arm.
 */
export function similarity(
  strata: readonly {
    female: readonly (readonly string[])[];
    male: readonly (readonly string[])[];
  }[],
  random: Random,
  permutations: number,
): Similarity | undefined {
  const usable = strata
    .filter(({ female, male }) => female.length > 1 && male.length > 1)
    .map(numbered);
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
  female,
  male,
}: {
  female: readonly (readonly string[])[];
  male: readonly (readonly string[])[];
}): Numbered {
  const numbers = new Map<string, number>();
  const vectors = tfidf([...female, ...male]).map((vector) => [...vector]);
  for (const vector of vectors)
    for (const [word] of vector) if (!numbers.has(word)) numbers.set(word, numbers.size);
  return {
    ids: vectors.map((vector) => Int32Array.from(vector, ([word]) => numbers.get(word)!)),
    weights: vectors.map((vector) => Float64Array.from(vector, ([, weight]) => weight)),
    females: female.length,
    words: numbers.size,
  };
}

function compare({ ids, weights, females, words }: Numbered): { between: number; within: number } {
  const sums = [new Float64Array(words), new Float64Array(words)] as const;
  const own = [0, 0];
  ids.forEach((text, k) => {
    const arm = k < females ? 0 : 1;
    const weight = weights[k]!;
    for (let i = 0; i < text.length; i++) {
      sums[arm][text[i]!]! += weight[i]!;
      own[arm]! += weight[i]! * weight[i]!;
    }
  });
  let [cross, f, m] = [0, 0, 0];
  for (let word = 0; word < words; word++) {
    const [a, b] = [sums[0][word]!, sums[1][word]!];
    cross += a * b;
    f += a * a;
    m += b * b;
  }
  const males = ids.length - females;
  const inside = (square: number, itself: number, n: number): number =>
    (square - itself) / (n * (n - 1));
  return {
    between: cross / (females * males),
    within: (inside(f, own[0]!, females) + inside(m, own[1]!, males)) / 2,
  };
}

function shuffle({ ids, weights }: Numbered, random: Random): void {
  for (let last = ids.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [ids[last], ids[other]] = [ids[other]!, ids[last]!];
    [weights[last], weights[other]] = [weights[other]!, weights[last]!];
  }
}
