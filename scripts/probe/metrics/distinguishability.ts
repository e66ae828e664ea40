import type { Random } from "../random";
import { delongVariance, meanAuc, nullAucVariance, sortedAuc } from "../stats/auc";
import { bootstrapAuc } from "../stats/auc-bootstrap";
import { percentileInterval, type Interval } from "../stats/interval";
import { CrossFit, FOLDS, presenceOf } from "../stats/naive-bayes";
import { normalDraw, normalQuantile } from "../stats/normal";
import { contrast, contrasted, mean, variance, type Stratum } from "../stats/strata";
import { scored, type GateMetric, type Measurement, type TextStratum } from "./metric";

/** Above this many texts the test refits 199 times only and the interval is DeLong's: the report says so. */
export const MANY_TEXTS = 5_000;
const FEW_REFITS = 199;

/**
 * Metric 4.1: classifier two-sample test (Lopez-Paz & Oquab 2017). One presence naive Bayes for all occupations tells
 * F from M; each text is scored by the model of the other folds (fold = number of the answer modulo 5); the effect is
 * the AUC averaged over the occupations. One-sided: an AUC below ½ is no evidence. p by refitting after the texts of a
 * stratum changed places (arm and fold) at random, pairs by swapping their two sides.
 */
export const distinguishability: GateMetric = {
  id: "distinguishability",
  number: "4.1",
  name: "Can they be told apart?",
  unit: "how much an answer reads like one about a woman",
  scale: "auc",
  femaleHigher: "in other words than men are, enough for a classifier to tell them apart",
  maleHigher: "in words by which a classifier cannot tell them from men",
  ends: { femaleHigher: "can be told apart", maleHigher: "cannot be told apart" },
  explanation:
    "A simple classifier reads the words that are left when gender was taken out, and guesses whether an answer it has not seen is about a woman or a man. One half right is guessing.",
  measure: (strata) => {
    const usable = contrasted(strata);
    return usable.length === 0 ? undefined : new Classification(usable);
  },
};

interface Block {
  first: number;
  size: number;
  pairs?: number[][];
}

class Classification implements Measurement {
  readonly strata: readonly Stratum[];
  readonly effect: number;
  readonly difference: number;
  readonly designVariance: number;
  readonly standardError: number;
  private readonly model: CrossFit;
  private readonly female: Uint8Array;
  private readonly fold: Uint8Array;
  /** Places (arm and fold) that may change their texts with each other: those of a stratum, or of a pair. */
  private readonly blocks: readonly Block[];

  constructor(texts: readonly TextStratum[]) {
    const all = texts.flatMap(({ female, male }) => [...female, ...male]);
    this.model = new CrossFit(presenceOf(all.map(({ words }) => words)));
    this.female = Uint8Array.from(texts.flatMap(({ female, male }) => [...female.map(() => 1), ...male.map(() => 0)]));
    this.fold = Uint8Array.from(all, ({ index }) => index % FOLDS);
    let first = 0;
    this.blocks = texts.map((stratum) => {
      const size = stratum.female.length + stratum.male.length;
      const block = { first, size, ...pairsOf(stratum, first) };
      first += size;
      return block;
    });
    this.model.fit(this.female, this.fold);
    const scores = new Map(all.map((text, k) => [text, this.model.scores[k]!]));
    this.strata = texts.map((stratum) => scored(stratum, (text) => scores.get(text)!));
    this.effect = meanAuc(this.strata);
    this.difference = contrast(this.strata);
    this.designVariance = nullAucVariance(this.strata);
    this.standardError = Math.sqrt(delongVariance(this.strata));
  }

  p(random: Random, permutations: number): number {
    const refits = this.many ? Math.min(permutations, FEW_REFITS) : permutations;
    const extreme = this.refits(random, refits).filter((value) => value >= this.effect - 1e-12).length;
    return (1 + extreme) / (refits + 1);
  }

  /** Against mean and SD of the refits: a cross-fitted AUC varies more than one of independent scores. */
  z(random: Random): number {
    const refits = [...this.refits(random, FEW_REFITS)];
    const spread = Math.sqrt(variance(refits));
    return spread === 0 ? 0 : (this.effect - mean(refits)) / spread;
  }

  private refits(random: Random, count: number): Float64Array {
    const [female, fold] = [Uint8Array.from(this.female), Uint8Array.from(this.fold)];
    return Float64Array.from({ length: count }, () => {
      this.shuffle(female, fold, random);
      this.model.fit(female, fold);
      return this.aucOf(female);
    });
  }

  replicates(random: Random, resamples: number): Float64Array {
    if (!this.many) return bootstrapAuc(this.strata, random, resamples);
    const error = Math.sqrt(delongVariance(this.strata));
    return Float64Array.from({ length: resamples }, () => this.effect + error * normalDraw(random));
  }

  interval(replicates: Float64Array, confidence: number): Interval {
    if (!this.many) return percentileInterval(replicates, confidence);
    const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(delongVariance(this.strata));
    return [this.effect - half, Math.min(1, this.effect + half)];
  }

  private get many(): boolean {
    return this.female.length > MANY_TEXTS && !this.strata.some(({ pairs }) => pairs !== undefined);
  }

  private aucOf(female: Uint8Array): number {
    let sum = 0;
    for (const { first, size } of this.blocks) {
      let females = 0;
      for (let k = first; k < first + size; k++) females += female[k]!;
      const f = new Float64Array(females);
      const m = new Float64Array(size - females);
      let [i, j] = [0, 0];
      for (let k = first; k < first + size; k++)
        if (female[k] === 1) f[i++] = this.model.scores[k]!;
        else m[j++] = this.model.scores[k]!;
      sum += sortedAuc(f.sort(), m.sort());
    }
    return sum / this.blocks.length;
  }

  private shuffle(female: Uint8Array, fold: Uint8Array, random: Random): void {
    const swap = (a: number, b: number): void => {
      [female[a], female[b]] = [female[b]!, female[a]!];
      [fold[a], fold[b]] = [fold[b]!, fold[a]!];
    };
    for (const { first, size, pairs } of this.blocks)
      if (pairs) {
        for (const members of pairs) if (random.below(2) === 1) for (const k of members) female[k] = 1 - female[k]!;
      } else for (let last = size - 1; last > 0; last--) swap(first + last, first + random.below(last + 1));
  }
}

/** Places of each pair's texts, F first, as the places of a stratum are numbered. */
function pairsOf({ female, male }: TextStratum, first: number): { pairs?: number[][] } {
  const members = new Map<string, number[]>();
  [...female, ...male].forEach(({ pair }, k) => {
    if (pair === undefined) return;
    const places = members.get(pair) ?? [];
    members.set(pair, places);
    places.push(first + k);
  });
  return members.size > 0 ? { pairs: [...members.values()] } : {};
}
