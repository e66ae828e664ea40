import { groupBy } from "../../base/group-by";
import { nullAucVariance } from "../stats/auc";
import type { Interval } from "../stats/interval";
import type { JointTest } from "../stats/joint-permutation";
import { FOLDS } from "../stats/naive-bayes";
import { randomOf, type RandomFor } from "../stats/random";
import { signFlips, type SignFlips } from "../stats/sign-flips";
import { contrast, mean, variance, type Stratum } from "../stats/strata";
import { studentQuantile } from "../stats/student-t";
import {
  studentInflation,
  unitInterval,
  unitMean,
  type UnitDifferences,
  type UnitMean,
} from "../stats/units";
import { worstCaseAuc } from "../stats/worst-case";
import { ArmClassifier, labellingOf, textsOf, type Labelling } from "./arm-classifier";
import { SEATS, together } from "./by-seat";
import { jointAucTest } from "./joint-auc-test";
import {
  missingByGender,
  type Measurement,
  type MissingByOccupation,
  type SeatTexts,
  type Spread,
  type TextStratum,
} from "./metric";
import { FEW_REFITS, MANY_TEXTS, normalAucTest, type Fit } from "./normal-auc-test";
import type { OccupationEffect } from "./occupation-effects";

/** Seed of the refits that give the spread of AUCs under no difference. */
const REFIT_SEED = 0;

/** The texts of one seat about one occupation. */
interface Block extends TextStratum {
  seat: number;
}

/** The AUCs of one fit: of every seat in every occupation. */
interface SeatFit {
  common: readonly number[];
  own: readonly (readonly number[])[];
}

/**
 * Distinguishability with the seat as the unit. The folds are whole seats: the texts of a seat are
 * read by a classifier that learned from other seats alone, and compared with each other. The effect is
 * the mean of the seats' AUCs. p is that of refits after both arms of whole seats changed places.
 * A fold shares its classifier, so that intervals are widened as the refits' AUCs say.
 */
export class SeatClassification implements Measurement {
  /** Distances from ½. */
  readonly units: UnitDifferences;
  readonly strata: readonly Stratum[];
  readonly effect: number;
  readonly difference: number;
  readonly designVariance: number;
  readonly standardError: number;
  readonly z: number;
  readonly occupations: readonly OccupationEffect[];
  readonly spread: Spread;
  private readonly seats: number;
  private readonly blocks: readonly Block[];
  private readonly labelling: Labelling;
  private readonly common: ArmClassifier;
  private readonly own: readonly ArmClassifier[];
  /** Blocks by occupation. */
  private readonly groups: readonly (readonly Block[])[];
  private readonly observed: SeatFit;
  private readonly nullFits: readonly SeatFit[];
  private readonly whole: UnitMean;

  constructor(seats: readonly SeatTexts[]) {
    this.seats = seats.length;
    this.groups = blocksOf(seats);
    this.blocks = this.groups.flat();
    this.labelling = labellingOf(this.blocks);
    const texts = this.blocks.flatMap(textsOf);
    const { blocks } = this.labelling;
    this.common = new ArmClassifier(texts, 0, blocks);
    let next = 0;
    this.own = this.groups.map((group) => {
      const mine = blocks.slice(next, (next += group.length));
      const [first, last] = [mine[0]!.first, mine.at(-1)!.first + mine.at(-1)!.size];
      return new ArmClassifier(texts.slice(first, last), first, mine);
    });
    this.observed = this.fit(this.labelling);
    this.units = this.distances(this.observed.common);
    const scored = this.common.strataOf(this.blocks);
    this.strata = together(
      this.groups.map((group) => group[0]!.name),
      [scored],
    );
    this.nullFits = this.refits(
      signFlips(this.seats, FEW_REFITS, randomOf(REFIT_SEED, "null AUC of seats")),
    );
    const independent = nullAucVariance(scored);
    this.whole = this.widened((fit) => this.bySeat(fit.common), independent);
    this.effect = this.whole.mean;
    this.difference = contrast(this.strata);
    this.standardError = Math.sqrt(this.whole.variance);
    this.z = (this.effect - 0.5) / this.standardError;
    this.designVariance =
      Math.max(this.whole.variance, independent) * studentInflation(this.seats - 1) ** 2;
    this.occupations = this.groups.map((group, k) => this.occupation(group, k, independent));
    this.spread = this.meanOfOwn(independent);
  }

  test(randomFor: RandomFor, permutations: number): JointTest {
    const [observed, nullFits] = [this.summary(this.observed), this.nullFits.map(this.summary)];
    if (this.labelling.female.length > MANY_TEXTS) return normalAucTest(observed, nullFits);
    const fits = this.refits(signFlips(this.seats, permutations, randomFor(SEATS))).map(
      this.summary,
    );
    return jointAucTest(observed, fits, nullFits);
  }

  replicates(): Float64Array {
    return new Float64Array(0);
  }

  interval(_: Float64Array, confidence: number): Interval {
    return clamped(unitInterval(this.whole, confidence));
  }

  /** With the classifier as it was fitted. */
  worstCase(missing: MissingByOccupation): Interval {
    const [low, high] = worstCaseAuc(this.strata, missingByGender(missing));
    const shift = this.effect - worstCaseAuc(this.strata, new Map())[0];
    return clamped([low + shift, high + shift]);
  }

  private fit(labelling: Labelling): SeatFit {
    return {
      common: this.common.aucs(labelling),
      own: this.own.map((classifier) => classifier.aucs(labelling)),
    };
  }

  private refits(flips: SignFlips): SeatFit[] {
    const { female, fold, blocks } = this.labelling;
    const signs = new Int8Array(this.seats);
    const drawn = { female: Uint8Array.from(female), fold, blocks };
    return Array.from({ length: flips.count }, () => {
      flips.next(signs);
      blocks.forEach(({ first, size }, k) => {
        const exchanged = signs[this.blocks[k]!.seat] === -1 ? 1 : 0;
        for (let i = first; i < first + size; i++) drawn.female[i] = female[i]! ^ exchanged;
      });
      return this.fit(drawn);
    });
  }

  private readonly summary = ({ common, own }: SeatFit): Fit => ({
    common: mean(this.bySeat(common)),
    own: Float64Array.from(own, mean),
  });

  private distances(aucs: readonly number[]): number[][] {
    const units = Array.from({ length: this.seats }, () => this.groups.map(() => NaN));
    const occupations = this.groups.map((group) => group[0]!.name);
    this.blocks.forEach(({ seat, name }, k) => {
      units[seat]![occupations.indexOf(name)] = aucs[k]! - 0.5;
    });
    return units;
  }

  /** The mean over the occupations of every seat's AUCs. */
  private bySeat(aucs: readonly number[]): number[] {
    const seats = groupBy(this.blocks.keys(), (k) => this.blocks[k]!.seat);
    return [...seats.values()].map((own) => mean(own.map((k) => aucs[k]!)));
  }

  /** The mean over seats of what `valuesOf` reads in a fit, with the variance that refits show. */
  private widened(valuesOf: (fit: SeatFit) => readonly number[], independent: number): UnitMean {
    const own = unitMean(valuesOf(this.observed));
    const refitted = this.nullFits.map((fit) => unitMean(valuesOf(fit)));
    const seen = variance(refitted.map((one) => one.mean));
    const expected = mean(refitted.map((one) => one.variance));
    const inflation = expected > 0 ? Math.max(1, seen / expected) : 1;
    return { ...own, variance: inflation * (own.variance || independent) };
  }

  private occupation(group: readonly Block[], k: number, independent: number): OccupationEffect {
    const found = this.widened(({ own }) => own[k]!, independent * this.groups.length);
    return {
      occupation: group[0]!.name,
      effect: found.mean,
      variance: found.variance,
      ownVariance: found.variance,
      df: found.df,
      interval: (confidence) => clamped(unitInterval(found, confidence)),
    };
  }

  /** The mean of the occupations' own AUCs: signs cannot cancel in it. */
  private meanOfOwn(independent: number): Spread {
    const found = this.widened(({ own }) => this.bySeat(own.flat()), independent);
    const estimate = found.mean - 0.5;
    const upper = (level: number): number =>
      estimate + studentQuantile(1 - level, found.df) * Math.sqrt(found.variance);
    return { estimate, upper, isBelow: (limit, level) => upper(level) < limit };
  }
}

/** The seats' texts by occupation; the number of its seat is the fold of a text. */
function blocksOf(seats: readonly SeatTexts[]): Block[][] {
  const blocks = seats.flatMap(({ strata }, seat) =>
    strata.map(({ name, female, male }): Block => ({
      ...{ name, seat, neutral: [] },
      female: female.map((text) => ({ ...text, index: seat % FOLDS })),
      male: male.map((text) => ({ ...text, index: seat % FOLDS })),
    })),
  );
  return [...groupBy(blocks, ({ name }) => name).values()];
}

/** Limits AUCs to [0, 1]. */
const clamped = ([low, high]: Interval): Interval => [
  Math.min(1, Math.max(0, low)),
  Math.min(1, Math.max(0, high)),
];
