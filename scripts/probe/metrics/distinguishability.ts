import { randomOf, type Random } from "../stats/random";
import { delongVariance, meanAuc, nullAucVariance, sortedAuc } from "../stats/auc";
import { bootstrapAuc } from "../stats/auc-bootstrap";
import { percentileInterval, type Interval } from "../stats/interval";
import { CrossFit, FOLDS, presenceOf } from "../stats/naive-bayes";
import { normalDraw, normalQuantile } from "../stats/normal";
import { observationCount } from "../stats/power";
import { contrast, mean, variance, type Stratum } from "../stats/strata";
import { worstCaseAuc } from "../stats/worst-case";
import {
  byGender,
  missingByGender,
  withBothArms,
  type GateMetric,
  type Measurement,
  type MissingByOccupation,
  type TextStratum,
} from "./metric";

/** Above this many texts the test refits 199 times only and the interval is DeLong's: the report says so. */
export const MANY_TEXTS = 5_000;
const FEW_REFITS = 199;
/** The refits that tell the spread of the AUC where there is nothing to find are the same for the same texts. */
const REFIT_SEED = 0;

/**
 * Distinguishability: classifier two-sample test (Lopez-Paz & Oquab 2017). One presence naive Bayes for all occupations tells
 * F from M; each text is scored by the model of the other folds (fold = number of the answer modulo 5); the effect is
 * the AUC averaged over the occupations. One-sided: an AUC below ½ is no evidence. p by refitting after the texts of a
 * stratum changed places (arm and fold) at random, pairs by swapping their two sides.
 *
 * The scores of a fold share their classifier, so the AUC varies more than one of independent scores (about 1.4 times;
 * Bengio & Grandvalet 2004, J. Mach. Learn. Res. 5, 1089-1105: cross-validation has no unbiased variance estimator). The
 * spread of 199 refits over that of the Mann–Whitney statistic widens every interval; DeLong's and the bootstrap's own
 * covered 83 % instead of 95 % (`npm run bench stats`).
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
    const usable = withBothArms(strata);
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
  /** How many times wider than that of independent scores the AUC's distribution is. */
  private readonly inflation: number;
  /** AUCs where there is nothing to find. */
  private readonly nullAucs: Float64Array;
  private readonly model: CrossFit;
  private readonly female: Uint8Array;
  private readonly fold: Uint8Array;
  /** Places (arm and fold) that may change their texts with each other: those of a stratum, or of a pair. */
  private readonly blocks: readonly Block[];

  constructor(texts: readonly TextStratum[]) {
    const all = texts.flatMap(({ female, male }) => [...female, ...male]);
    this.model = new CrossFit(presenceOf(all.map(({ words }) => words)));
    this.female = Uint8Array.from(
      texts.flatMap(({ female, male }) => [...female.map(() => 1), ...male.map(() => 0)]),
    );
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
    this.strata = texts.map((stratum) => byGender(stratum, (text) => scores.get(text)!));
    this.effect = meanAuc(this.strata);
    this.difference = contrast(this.strata);
    const independent = nullAucVariance(this.strata);
    this.nullAucs = this.refits(randomOf(REFIT_SEED, "null AUC"), FEW_REFITS);
    this.inflation = Math.max(1, Math.sqrt(variance([...this.nullAucs]) / independent));
    this.designVariance = this.inflation ** 2 * independent;
    this.standardError = this.inflation * Math.sqrt(delongVariance(this.strata));
  }

  p(random: Random, permutations: number): number {
    const refits = this.many ? this.nullAucs : this.refits(random, permutations);
    const extreme = refits.filter((value) => value >= this.effect - 1e-12).length;
    return (1 + extreme) / (refits.length + 1);
  }

  /** Against mean and SD of the refits. */
  get z(): number {
    const spread = Math.sqrt(variance([...this.nullAucs]));
    return spread === 0 ? 0 : (this.effect - mean(this.nullAucs)) / spread;
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
    // A cell drawn from itself varies √((n − 1) / n) times as much as one drawn anew.
    const n = mean(
      this.strata.flatMap((one) => [observationCount(one, "a"), observationCount(one, "b")]),
    );
    const spread = this.inflation * (n > 1 ? Math.sqrt(n / (n - 1)) : 1);
    const drawn = this.many
      ? Float64Array.from({ length: resamples }, () => this.standardError * normalDraw(random))
      : bootstrapAuc(this.strata, random, resamples).map((value) => spread * (value - this.effect));
    return drawn.map((deviation) => clamped(this.effect + deviation));
  }

  interval(replicates: Float64Array, confidence: number): Interval {
    if (!this.many) return percentileInterval(replicates, confidence);
    const half = normalQuantile((1 + confidence) / 2) * this.standardError;
    return [clamped(this.effect - half), clamped(this.effect + half)];
  }

  /** With the classifier as it was fitted. */
  worstCase(missing: MissingByOccupation): Interval {
    return worstCaseAuc(this.strata, missingByGender(missing));
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
        for (const members of pairs)
          if (random.below(2) === 1) for (const k of members) female[k] = 1 - female[k]!;
      } else
        for (let last = size - 1; last > 0; last--)
          swap(first + last, first + random.below(last + 1));
  }
}

/** An AUC is a share. */
const clamped = (value: number): number => Math.min(1, Math.max(0, value));

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
