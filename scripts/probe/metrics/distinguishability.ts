import { groupBy } from "../../base/group-by";
import { randomOf, shuffleBy, type Random } from "../stats/random";
import { delongVariance, meanAuc, nullAucVariance, sortedAuc } from "../stats/auc";
import { bootstrapAuc } from "../stats/auc-bootstrap";
import { percentileInterval, type Interval } from "../stats/interval";
import { CrossFit, FOLDS, presenceOf } from "../stats/naive-bayes";
import { normalDraw, normalQuantile } from "../stats/normal";
import { observationCounts } from "../stats/power";
import { contrast, mean, sum, variance, type Stratum } from "../stats/strata";
import { worstCaseAuc } from "../stats/worst-case";
import {
  byGender,
  missingByGender,
  withBothArms,
  type GateMetric,
  type Measurement,
  type MissingByOccupation,
  type Text,
  type TextStratum,
} from "./metric";

/**
 * With more texts the test refits 199 times only and the interval is DeLong's, as the report says.
 */
export const MANY_TEXTS = 5_000;
const FEW_REFITS = 199;
/**
 * Seed of the refits that give the spread of the AUC under no difference: the same for the same
 * texts.
 */
const REFIT_SEED = 0;

/**
 * Distinguishability: classifier two-sample test (Lopez-Paz & Oquab 2017). One presence naive Bayes
 * for all occupations separates answers about women from those about men. Each text is scored by
 * the model of the other folds (fold = number of the answer modulo 5). The effect is the AUC
 * averaged over the occupations. The test is one-sided: an AUC below ½ is no evidence. p is that of
 * refits after the texts of a stratum exchanged their arm and fold at random, or the pairs their
 * two sides.
 *
 * The scores of a fold share their classifier, so the AUC varies about 1.4 times as much as one of
 * independent scores (Bengio & Grandvalet 2004, J. Mach. Learn. Res. 5, 1089-1105: cross-validation
 * has no unbiased variance estimator). Every interval is widened by the spread of 199 refits over
 * that of the Mann–Whitney statistic; DeLong's and the bootstrap's own intervals covered 83 %
 * instead of 95 % (`npm run bench stats`).
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

/** Consecutive texts that may be exchanged with each other: those of one stratum. */
interface Block {
  first: number;
  size: number;
  /** Positions of each pair's texts; empty without pairs. */
  pairs: number[][];
}

class Classification implements Measurement {
  readonly strata: readonly Stratum[];
  readonly effect: number;
  readonly difference: number;
  readonly designVariance: number;
  readonly standardError: number;
  /** How many times wider the AUC's distribution is than that of independent scores. */
  private readonly inflation: number;
  /** AUCs of refits under no difference. */
  private readonly nullAucs: Float64Array;
  private readonly model: CrossFit;
  /** 1 for a text about a woman, 0 for one about a man. */
  private readonly female: Uint8Array;
  private readonly fold: Uint8Array;
  private readonly blocks: readonly Block[];

  constructor(texts: readonly TextStratum[]) {
    const all = texts.flatMap(textsOf);
    this.model = new CrossFit(presenceOf(all.map(({ words }) => words)));
    this.female = Uint8Array.from(
      texts.flatMap(({ female, male }) => [...female.map(() => 1), ...male.map(() => 0)]),
    );
    this.fold = Uint8Array.from(all, ({ index }) => index % FOLDS);
    let first = 0;
    this.blocks = texts.map((stratum) => {
      const members = textsOf(stratum);
      const block = { first, size: members.length, pairs: pairsIn(members, first) };
      first += members.length;
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
    const refits = this.isLarge ? this.nullAucs : this.refits(random, permutations);
    const extreme = refits.filter((value) => value >= this.effect - 1e-12).length;
    return (1 + extreme) / (refits.length + 1);
  }

  /** From the mean and the SD of the refits. */
  get z(): number {
    const spread = Math.sqrt(variance([...this.nullAucs]));
    return spread === 0 ? 0 : (this.effect - mean(this.nullAucs)) / spread;
  }

  replicates(random: Random, resamples: number): Float64Array {
    return this.deviations(random, resamples).map((deviation) => clamp(this.effect + deviation));
  }

  interval(replicates: Float64Array, confidence: number): Interval {
    if (!this.isLarge) return percentileInterval(replicates, confidence);
    const half = normalQuantile((1 + confidence) / 2) * this.standardError;
    return [clamp(this.effect - half), clamp(this.effect + half)];
  }

  /** With the classifier as it was fitted. */
  worstCase(missing: MissingByOccupation): Interval {
    return worstCaseAuc(this.strata, missingByGender(missing));
  }

  private get isLarge(): boolean {
    return this.female.length > MANY_TEXTS && !this.strata.some(({ pairs }) => pairs !== undefined);
  }

  /**
   * Deviations of replicates from the effect: bootstrapped, or normal where there are many texts.
   */
  private deviations(random: Random, resamples: number): Float64Array {
    if (this.isLarge)
      return Float64Array.from(
        { length: resamples },
        () => this.standardError * normalDraw(random),
      );
    const n = mean(observationCounts(this.strata));
    // A cell drawn from itself varies √((n − 1) / n) times as much as one drawn anew.
    const spread = this.inflation * (n > 1 ? Math.sqrt(n / (n - 1)) : 1);
    return bootstrapAuc(this.strata, random, resamples).map(
      (value) => spread * (value - this.effect),
    );
  }

  private refits(random: Random, count: number): Float64Array {
    const [female, fold] = [Uint8Array.from(this.female), Uint8Array.from(this.fold)];
    return Float64Array.from({ length: count }, () => {
      this.relabel(female, fold, random);
      this.model.fit(female, fold);
      return this.aucOf(female);
    });
  }

  /** The AUC of the model's scores, averaged over the blocks. */
  private aucOf(female: Uint8Array): number {
    const { scores } = this.model;
    const aucs = this.blocks.map(({ first, size }) => {
      const women = sum(female.subarray(first, first + size));
      const [a, b] = [new Float64Array(women), new Float64Array(size - women)];
      let [i, j] = [0, 0];
      for (let k = first; k < first + size; k++)
        if (female[k] === 1) a[i++] = scores[k]!;
        else b[j++] = scores[k]!;
      return sortedAuc(a.sort(), b.sort());
    });
    return mean(aucs);
  }

  /** Exchanges texts within blocks, or the sides of pairs, at random. */
  private relabel(female: Uint8Array, fold: Uint8Array, random: Random): void {
    const exchange = (i: number, j: number): void => {
      [female[i], female[j]] = [female[j]!, female[i]!];
      [fold[i], fold[j]] = [fold[j]!, fold[i]!];
    };
    for (const { first, size, pairs } of this.blocks) {
      for (const members of pairs)
        if (random.below(2) === 1) for (const k of members) female[k] = 1 - female[k]!;
      if (pairs.length === 0) shuffleBy(size, random, (i, j) => exchange(first + i, first + j));
    }
  }
}

/** Limits an AUC to [0, 1]. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value));

const textsOf = ({ female, male }: TextStratum): Text[] => [...female, ...male];

/** Positions of each pair's texts; `first` is that of the first text. */
function pairsIn(texts: readonly Text[], first: number): number[][] {
  const paired = [...texts.keys()].filter((k) => texts[k]!.pair !== undefined);
  const byPair = groupBy(paired, (k) => texts[k]!.pair);
  return [...byPair.values()].map((members) => members.map((k) => first + k));
}
