import { randomsOf, type Random, type RandomFor } from "../stats/random";
import { aucVarianceAt, delongVariance, meanAuc, nullAucVariance } from "../stats/auc";
import { bootstrapAuc } from "../stats/auc-bootstrap";
import { percentileInterval, type Interval } from "../stats/interval";
import type { JointTest } from "../stats/joint-permutation";
import { normalDraw, normalQuantile } from "../stats/normal";
import { observationCounts } from "../stats/power";
import { contrast, mean, sum, variance, type Stratum } from "../stats/strata";
import { studentQuantile } from "../stats/student-t";
import { worstCaseAuc } from "../stats/worst-case";
import {
  ArmClassifier,
  labellingOf,
  relabeller,
  textsOf,
  untrainedReason,
  type Labelling,
} from "./arm-classifier";
import {
  missingByGender,
  withBothArms,
  type GateMetric,
  type Measurement,
  type MissingByOccupation,
  type Spread,
  type TextStratum,
} from "./metric";
import { jointAucTest } from "./joint-auc-test";
import { SeatClassification } from "./seat-classification";
import { FEW_REFITS, MANY_TEXTS, normalAucTest, type Fit } from "./normal-auc-test";
import type { OccupationEffect } from "./occupation-effects";

/** Refits of the occupations' own classifiers that a test takes at most, over all occupations. */
const MANY_REFITS = 400_000;
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
  name: "Can a computer guess the gender?",
  unit: "how much an answer reads like one about a woman",
  scale: "auc",
  femaleHigher: "in other words than men are, enough for a classifier to tell them apart",
  maleHigher: "in words by which a classifier cannot tell them from men",
  ends: { femaleHigher: "can be guessed", maleHigher: "cannot be guessed" },
  explanation:
    "A simple classifier reads the words that are left when gender was taken out, and guesses whether an answer it has not seen is about a woman or a man. One half right is guessing.",
  measure: (strata) => {
    const usable = withBothArms(strata);
    return usable.length === 0 ? undefined : new Classification(usable);
  },
  measureSeats: (seats) => new SeatClassification(seats),
};

class Classification implements Measurement {
  readonly strata: readonly Stratum[];
  readonly effect: number;
  readonly difference: number;
  readonly designVariance: number;
  readonly standardError: number;
  readonly occupations: readonly OccupationEffect[];
  readonly spread?: Spread;
  readonly unestimated?: string;
  /** How many times wider the AUC's distribution is than that of independent scores. */
  private readonly inflation: number;
  /** Refits under no difference. */
  private readonly nullFits: readonly Fit[];
  private readonly labelling: Labelling;
  private readonly common: ArmClassifier;
  private readonly own: readonly ArmClassifier[];
  private readonly observed: Fit;

  constructor(texts: readonly TextStratum[]) {
    const all = texts.flatMap(textsOf);
    this.labelling = labellingOf(texts);
    const { blocks } = this.labelling;
    this.common = new ArmClassifier(all, 0, blocks);
    this.unestimated = untrainedReason(texts);
    const ownBlocks = this.unestimated === undefined ? blocks : [];
    this.own = ownBlocks.map(
      (block) =>
        new ArmClassifier(all.slice(block.first, block.first + block.size), block.first, [block]),
    );
    this.observed = this.fit(this.labelling);
    // Before the refits, which use the classifiers' buffers again.
    this.strata = this.common.strataOf(texts);
    const ownStrata = this.own.map((classifier, k) => classifier.strataOf([texts[k]!])[0]!);
    this.effect = this.observed.common;
    this.difference = contrast(this.strata);
    this.nullFits = this.refits(randomsOf(REFIT_SEED, "null AUC"), FEW_REFITS);
    const independent = nullAucVariance(this.strata);
    this.inflation = inflationOf(
      this.nullFits.map(({ common }) => common),
      independent,
    );
    this.designVariance = this.inflation ** 2 * independent;
    this.standardError = this.inflation * Math.sqrt(delongVariance(this.strata));
    this.occupations = ownStrata.map((stratum, k) => this.occupationAuc(stratum, k));
    if (this.occupations.length > 0) this.spread = this.meanOfOwn(ownStrata);
  }

  /** One-sided: of the AUC of the common classifier, of the mean of the occupations' own, and of the largest. */
  test(randomFor: RandomFor, permutations: number): JointTest {
    if (this.isLarge) return normalAucTest(this.observed, this.nullFits);
    const affordable = Math.ceil(MANY_REFITS / Math.max(1, this.own.length));
    const fits = this.refits(randomFor, Math.min(permutations, affordable));
    const tested = jointAucTest(this.observed, fits, this.nullFits);
    return this.own.length > 0 ? tested : { ...tested, strata: this.strata.map(() => 1) };
  }

  /** From the mean and the SD of the refits. */
  get z(): number {
    const aucs = this.nullFits.map(({ common }) => common);
    const spread = Math.sqrt(variance(aucs));
    return spread === 0 ? 0 : (this.effect - mean(aucs)) / spread;
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
    return (
      this.labelling.female.length > MANY_TEXTS &&
      !this.strata.some(({ pairs }) => pairs !== undefined)
    );
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

  private fit(labelling: Labelling): Fit {
    return {
      common: this.common.auc(labelling),
      own: Float64Array.from(this.own, (classifier) => classifier.auc(labelling)),
    };
  }

  private refits(randomFor: RandomFor, count: number): Fit[] {
    const relabel = relabeller(this.labelling, randomFor);
    return Array.from({ length: count }, () => this.fit(relabel()));
  }

  private occupationAuc(stratum: Stratum, k: number): OccupationEffect {
    const independent = nullAucVariance([stratum]);
    const inflation = inflationOf(
      this.nullFits.map(({ own }) => own[k]!),
      independent,
    );
    const ownVariance = flooredAucVariance(stratum, inflation);
    const effect = this.observed.own[k]!;
    // Of few answers the variance is an estimate too: with normal quantiles 95 % covered 93 at 8 per cell.
    const df = stratum.a.length + stratum.b.length - 2;
    return {
      occupation: stratum.name,
      effect,
      variance: inflation ** 2 * independent,
      ownVariance,
      df: Infinity,
      interval: (confidence) => {
        const half = studentQuantile((1 + confidence) / 2, df) * Math.sqrt(ownVariance);
        return [clamp(effect - half), clamp(effect + half)];
      },
    };
  }

  /** The mean of the occupations' own AUCs: signs cannot cancel in it. */
  private meanOfOwn(strata: readonly Stratum[]): Spread {
    const estimate = mean(this.observed.own) - 0.5;
    const inflation = inflationOf(
      this.nullFits.map(({ own }) => mean(own)),
      nullAucVariance(strata),
    );
    const variances = strata.map((stratum) => flooredAucVariance(stratum, inflation));
    const error = Math.sqrt(sum(variances)) / strata.length;
    const upper = (level: number): number => estimate + normalQuantile(1 - level) * error;
    return { estimate, upper, isBelow: (limit, level) => upper(level) < limit };
  }
}

/** How many times wider the AUCs of refits vary than those of independent scores; at least 1. */
const inflationOf = (aucs: readonly number[], independent: number): number =>
  Math.max(1, Math.sqrt(variance(aucs) / independent));

/**
 * Variance of one stratum's AUC whose scores share their classifier: DeLong's, widened. It is too
 * small in small samples, and 0 where the scores separate the arms: at least that of an AUC with two
 * answers more that are read right and two that are read wrong (as Agresti & Coull 1998 do with
 * shares), in units of answers with scores of their own.
 */
function flooredAucVariance(stratum: Stratum, inflation: number): number {
  const [a, b] = [stratum.a.length, stratum.b.length];
  const independent = Math.min(a, b) / inflation ** 2;
  const share = (meanAuc([stratum]) * independent + 2) / (independent + 4);
  return inflation ** 2 * Math.max(delongVariance([stratum]), aucVarianceAt(share, a, b));
}

/** Limits an AUC to [0, 1]. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
