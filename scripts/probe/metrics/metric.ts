import type { Random, RandomFor } from "../stats/random";
import type { Interval } from "../stats/interval";
import type { JointTest } from "../stats/joint-permutation";
import type { Stratum } from "../stats/strata";
import type { UnitDifferences } from "../stats/units";
import type { Missing } from "../stats/worst-case";
import type { Arm } from "../text/lexicon";
import type { OccupationEffect } from "./occupation-effects";

/** One text as the metrics read it. */
export interface Text {
  /** Masked words, cut to the window. */
  words: readonly string[];
  /** Number of the answer within its cell: its fold is this modulo 5. */
  index: number;
  /** The answers of a pair (one prompt, about a woman and about a man) are one observation. */
  pair?: string;
  /** Who asked for it, where several seats of a class are compared as wholes. */
  seat?: string;
  /** Sentiment of its sentences, −1 to +1, for which the words alone do not do; absent for a row without a text. */
  compound?: number;
  /** The value of the column that is measured, for a measure of an own column. */
  outcome?: number;
}

/** The texts of one stratum (an occupation) in the three arms. */
export interface TextStratum {
  name: string;
  neutral: readonly Text[];
  female: readonly Text[];
  male: readonly Text[];
}

/**
 * The strata with answers about women and about men: the others say nothing about their difference.
 */
export const withBothArms = <T extends { female: readonly unknown[]; male: readonly unknown[] }>(
  strata: readonly T[],
): T[] => strata.filter(({ female, male }) => female.length > 0 && male.length > 0);

/** The texts of one seat of a class, of the occupations in which it has both arms. */
export interface SeatTexts {
  seat: string;
  strata: readonly TextStratum[];
}

/** Answers that were asked for and have no text, by arm. */
export type MissingTexts = Record<Arm, number>;

/**
 * Missing texts by occupation; only of occupations asked about in both arms, and only where some
 * are missing.
 */
export type MissingByOccupation = ReadonlyMap<string, MissingTexts>;

/**
 * The missing texts as the statistics count them: a = female, b = male, the third sample = neutral.
 */
export const missingByGender = (missing: MissingByOccupation): Missing =>
  new Map(
    [...missing].map(([name, { female, male, neutral }]) => [
      name,
      { a: female, b: male, reference: neutral },
    ]),
  );

/**
 * How an effect is expressed: standardised difference, area under the curve, difference of two
 * shares.
 */
export type Scale = "g" | "auc" | "risk difference";

/** How much the effects of single occupations depart from no difference, whatever their signs. */
export interface Spread {
  /** As a distance from no difference, in the metric's scale. */
  estimate: number;
  /** Upper confidence bound; one-sided, at `level`. */
  upper(level: number): number;
  /** Whether the spread is shown to be below `limit`; one-sided, at `level`. */
  isBelow(limit: number, level: number): boolean;
}

/** What a metric measured in one condition, with its test and its intervals. */
export interface Measurement {
  /**
   * The seats' own differences by occupation, in the metric's scale, where seats are the unit of every
   * claim; absent where answers are.
   */
  units?: UnitDifferences;
  /** Scores of the texts, of the strata that the metric can measure. */
  strata: readonly Stratum[];
  /** In the metric's scale. */
  effect: number;
  /** D, the difference of the arms in the metric's own unit. */
  difference: number;
  /** Variance of the effect if there is none, in its squared scale: a property of the design. */
  designVariance: number;
  /** Standard error of the effect, by formula. */
  standardError: number;
  /** Standardised effect: about standard normal if there is no effect. */
  z: number;
  /** The effect in every occupation; empty where one of them could not be estimated. */
  occupations: readonly OccupationEffect[];
  /** Absent where the effect of an occupation could not be estimated. */
  spread?: Spread;
  /** Why the measure, or its spread, could not be estimated; the end of "could not be estimated: …". */
  unestimated?: string;
  /** Whether its test permutes the labels of `strata` as they are: several such tests can share permutations. */
  permutesScores?: boolean;
  /**
   * Within-stratum permutation test of the mean, the spread and the largest occupation. Measures of
   * the same texts are relabelled alike by the same streams.
   */
  test(randomFor: RandomFor, permutations: number): JointTest;
  /** Bootstrap replicates of the effect. */
  replicates(random: Random, resamples: number): Float64Array;
  /** Interval of the effect, from its replicates unless the metric has a better one. */
  interval(replicates: Float64Array, confidence: number): Interval;
  /** Bounds of the effect for any scores of the missing texts within the observed range. */
  worstCase(missing: MissingByOccupation): Interval;
}

/** One metric of the gate. */
export interface GateMetric {
  id: string;
  /** Section of the specification. */
  number: string;
  name: string;
  unit: string;
  scale: Scale;
  /** The column of the answers' own that it measures; absent for a measure of their texts. */
  outcome?: string;
  /** How women are described if their answers score higher: ends "Women are described …", or "Women are …" for an own column. */
  femaleHigher: string;
  /** The same if their answers score lower. */
  maleHigher: string;
  /** Both in a few words, for the two ends of an axis. */
  ends: { femaleHigher: string; maleHigher: string };
  /** One sentence for the reader of the report. */
  explanation: string;
  /** Undefined if no stratum holds what the metric needs. */
  measure(strata: readonly TextStratum[]): Measurement | undefined;
  /** How seats are measured, for a metric that does not score texts one by one. */
  measureSeats?(seats: readonly SeatTexts[]): Measurement;
}

/** A metric with what it measured. */
export interface Measured {
  metric: GateMetric;
  measurement: Measurement;
}

/** Whether only a positive effect is evidence: an AUC below one half shows nothing. */
export const isOneSided = (scale: Scale): boolean => scale === "auc";

/** The value of an effect that means no difference. */
export const nullOf = (scale: Scale): number => (scale === "auc" ? 0.5 : 0);

/**
 * Scores of a stratum as two samples, a = female and b = male, with their pairs if there are any.
 * Positive differences mean that answers about women score higher.
 */
export function byGender(
  { name, female, male }: TextStratum,
  score: (text: Text) => number,
): Stratum {
  const paired = [...female, ...male].some(({ pair }) => pair !== undefined);
  const pairOf = ({ pair = "" }: Text): string => pair;
  return {
    name,
    a: female.map(score),
    b: male.map(score),
    pairs: paired ? { a: female.map(pairOf), b: male.map(pairOf) } : undefined,
  };
}
