/** Texts as sorted numbers of their distinct words, and how many words there are. */
export interface Presence {
  texts: readonly Int32Array[];
  words: number;
}

/** Numbers the words of texts, in the order of first appearance. */
export function presenceOf(texts: readonly (readonly string[])[]): Presence {
  const numbers = new Map<string, number>();
  const numbered = texts.map((words) => {
    const distinct = new Set<number>();
    for (const word of words) {
      if (!numbers.has(word)) numbers.set(word, numbers.size);
      distinct.add(numbers.get(word)!);
    }
    return Int32Array.from(distinct).sort();
  });
  return { texts: numbered, words: numbers.size };
}

export const FOLDS = 5;

/**
 * Cross-fitted naive Bayes on the presence of words: Bernoulli model with one added to every count and equal priors
 * (McCallum & Nigam 1998; scikit-learn's BernoulliNB(alpha=1, fit_prior=False)). Fitted again and again for a
 * permutation test, so its buffers are made once.
 */
export class CrossFit {
  private readonly counts: Int32Array;
  private readonly present: Float64Array;
  private readonly logs: Float64Array;
  /** All texts' words one after the other, and where each text begins: one array is walked faster than many. */
  private readonly flat: Int32Array;
  private readonly starts: Int32Array;
  /** Log odds of sample a against sample b, text by text; overwritten by every fit. */
  readonly scores: Float64Array;

  constructor(private readonly presence: Presence) {
    this.counts = new Int32Array(2 * FOLDS * presence.words);
    this.present = new Float64Array(presence.words);
    this.logs = Float64Array.from({ length: presence.texts.length + 3 }, (_, n) => Math.log(n));
    this.scores = new Float64Array(presence.texts.length);
    this.starts = new Int32Array(presence.texts.length + 1);
    presence.texts.forEach((text, k) => (this.starts[k + 1] = this.starts[k]! + text.length));
    this.flat = new Int32Array(this.starts[presence.texts.length]!);
    presence.texts.forEach((text, k) => {
      this.flat.set(text, this.starts[k]);
    });
  }

  /** Scores every text by the model of the other folds' texts. `inA` is 1 for a text of sample a, 0 for one of b. */
  fit(inA: Uint8Array, fold: Uint8Array): void {
    const { texts, words } = this.presence;
    const { counts, flat, logs, present, scores, starts } = this;
    counts.fill(0);
    const sizes = new Int32Array(2 * FOLDS);
    for (let k = 0; k < texts.length; k++) {
      const group = 2 * fold[k]! + inA[k]!;
      sizes[group]!++;
      const offset = group * words;
      const end = starts[k + 1]!;
      for (let i = starts[k]!; i < end; i++) counts[offset + flat[i]!]!++;
    }
    for (let held = 0; held < FOLDS; held++) {
      let [sizeOfB, sizeOfA] = [0, 0];
      for (let f = 0; f < FOLDS; f++)
        if (f !== held) {
          sizeOfB += sizes[2 * f]!;
          sizeOfA += sizes[2 * f + 1]!;
        }
      const base = logs[sizeOfA + 2]! - logs[sizeOfB + 2]!;
      let absent = 0;
      for (let word = 0; word < words; word++) {
        let [withWordB, withWordA] = [0, 0];
        for (let f = 0; f < FOLDS; f++)
          if (f !== held) {
            withWordB += counts[2 * f * words + word]!;
            withWordA += counts[(2 * f + 1) * words + word]!;
          }
        const without = logs[sizeOfA - withWordA + 1]! - logs[sizeOfB - withWordB + 1]! - base;
        absent += without;
        present[word] = logs[withWordA + 1]! - logs[withWordB + 1]! - base - without;
      }
      for (let k = 0; k < texts.length; k++) {
        if (fold[k] !== held) continue;
        let score = absent;
        const end = starts[k + 1]!;
        for (let i = starts[k]!; i < end; i++) score += present[flat[i]!]!;
        scores[k] = score;
      }
    }
  }
}
