import { hedgesCorrection, pooledSd } from "../stats/hedges";
import { mean, stratumDifference, type Stratum } from "../stats/strata";
import { typicalSizeOfMeans } from "../stats/typical-size";
import {
  columnOf,
  covarianceOfMeans,
  signFlipTest,
  studentInflation,
  unitContrasts,
  type UnitDifferences,
  unitInterval,
  unitMean,
} from "../stats/units";
import {
  withBothArms,
  type GateMetric,
  type Measurement,
  type SeatTexts,
  type Spread,
  type Text,
  type TextStratum,
} from "./metric";
import type { OccupationEffect } from "./occupation-effects";

/** The stream by which the seats of every measure change sides. */
export const SEATS = "seats";

/** The texts by seat, in the order of their names; empty where no text has a seat. */
export function seatsIn(strata: readonly TextStratum[]): SeatTexts[] {
  const all = strata.flatMap(({ female, male }) => [...female, ...male]);
  const names = [...new Set(all.flatMap(({ seat = [] }) => seat))].sort();
  return names.flatMap((seat) => {
    const ofSeat = (texts: readonly Text[]): Text[] => texts.filter((text) => text.seat === seat);
    const own = strata.map(({ name, neutral, female, male }) => ({
      name,
      neutral: ofSeat(neutral),
      female: ofSeat(female),
      male: ofSeat(male),
    }));
    const compared = withBothArms(own);
    return compared.length > 0 ? [{ seat, strata: compared }] : [];
  });
}

/**
 * A measure with the seat as its unit: a seat's answers come from one session, with one deployment and
 * one person's settings, and may depart from the others' together. Each seat is compared within
 * itself, and all of its answers are one observation. Undefined where no seat has what the metric
 * needs.
 */
export function measureBySeat(
  metric: GateMetric,
  strata: readonly TextStratum[],
  seats: readonly SeatTexts[],
): Measurement | undefined {
  if (metric.measureSeats) return metric.measureSeats(seats);
  const pooled = metric.measure(strata);
  const measured = seats.flatMap(({ strata: own }) => {
    const scored = metric.measure(own)?.strata;
    return scored ? [scored] : [];
  });
  if (!pooled || measured.length < 2) return undefined;
  return seatMeasurement(metric, pooled, measured);
}

/** What seats measured, as one measurement of the class. */
function seatMeasurement(
  metric: GateMetric,
  pooled: Measurement,
  seats: readonly (readonly Stratum[])[],
): Measurement {
  const occupations = pooled.strata.map(({ name }) => name);
  const { sd, df } = pooledSd(seats.flat());
  const isShare = metric.scale === "risk difference";
  const unit = isShare ? 1 : hedgesCorrection(df) / (sd || 1);
  const differences = seats.map((own) =>
    occupations.map((name) => {
      const stratum = own.find((one) => one.name === name);
      return stratum ? unit * stratumDifference(stratum) : NaN;
    }),
  );
  const floors = pooled.occupations.map(({ variance }) => variance);
  const measured = unitMeasurement(
    differences,
    occupations,
    // Shares that no answer has, or all have, do not vary: their variance is that of few answers more.
    isShare ? { mean: pooled.designVariance, occupations: floors } : undefined,
  );
  const own = measured.unestimated ?? (isShare || sd > 0 ? undefined : NO_VARIANCE);
  return {
    ...measured,
    strata: together(occupations, seats).map((stratum, k) => ({
      ...stratum,
      reference: pooled.strata[k]!.reference,
    })),
    difference: measured.effect / unit,
    // Never more than the answers would allow, were they independent.
    designVariance:
      Math.max(measured.standardError ** 2, pooled.designVariance) *
      studentInflation(seats.length - 1) ** 2,
    unestimated: pooled.unestimated ?? own,
    worstCase: (missing) => {
      const [low, high] = pooled.worstCase(missing);
      const shift = measured.effect - pooled.effect;
      return [low + shift, high + shift];
    },
  };
}

const NO_VARIANCE = "in no seat does an answer score differently from another";
export const FEW_SEATS = "an occupation was asked about in one seat only";

/** Smallest variances that count, where the seats' own may be none. */
interface Floors {
  mean: number;
  occupations: readonly number[];
}

/** The measurement of units by their differences, in the metric's scale. */
export function unitMeasurement(
  differences: UnitDifferences,
  occupations: readonly string[],
  floors?: Floors,
): Omit<Measurement, "strata" | "difference" | "designVariance" | "worstCase"> {
  const contrasts = unitMean(unitContrasts(differences));
  const whole = { ...contrasts, variance: Math.max(contrasts.variance, floors?.mean ?? 0) };
  const columns = occupations.map((_, k) => columnOf(differences, k));
  const unestimated = columns.every(({ length }) => length > 1) ? undefined : FEW_SEATS;
  const means = columns.map(unitMean);
  // An occupation in which all seats agree has the variance of the others.
  const usual = mean(means.map(({ variance }) => variance));
  const single = means.map((one, k) => ({
    ...one,
    variance: Math.max(one.variance || usual, floors?.occupations[k] ?? 0),
  }));
  const isEstimated = unestimated === undefined && single.every(({ variance }) => variance > 0);
  return {
    units: differences,
    effect: whole.mean,
    standardError: Math.sqrt(whole.variance),
    z: whole.mean / Math.sqrt(whole.variance),
    occupations: isEstimated ? single.map((one, k) => occupationOf(occupations[k]!, one)) : [],
    spread: isEstimated ? spreadOf(differences, single) : undefined,
    unestimated,
    test: (randomFor, permutations) => signFlipTest(differences, randomFor(SEATS), permutations),
    // Conditions are not compared between seats, which is all that replicates are for.
    replicates: () => new Float64Array(0),
    interval: (_, confidence) => unitInterval(whole, confidence),
  };
}

type SingleMean = ReturnType<typeof unitMean>;

const occupationOf = (occupation: string, one: SingleMean): OccupationEffect => ({
  occupation,
  effect: one.mean,
  variance: one.variance,
  ownVariance: one.variance,
  df: one.df,
  interval: (confidence) => unitInterval(one, confidence),
});

/** The typical size of the occupations' effects, whose errors depend on each other. */
function spreadOf(differences: UnitDifferences, single: readonly SingleMean[]): Spread {
  const covariance = covarianceOfMeans(differences).map((row, i) =>
    row.map((value, j) => (i === j ? single[i]!.variance : value)),
  );
  const size = typicalSizeOfMeans(
    single.map((one) => one.mean),
    covariance,
    differences.length - 1,
  );
  return {
    estimate: size.estimate,
    upper: (level) => size.upper(level),
    isBelow: (limit, level) => size.equivalenceP(limit) < level,
  };
}

/** The seats' scores by occupation. */
export const together = (
  occupations: readonly string[],
  seats: readonly (readonly Stratum[])[],
): Stratum[] =>
  occupations.map((name) => {
    const own = seats.flat().filter((stratum) => stratum.name === name);
    return { name, a: own.flatMap(({ a }) => a), b: own.flatMap(({ b }) => b) };
  });
