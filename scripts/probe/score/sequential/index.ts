import { spreadMargin, type Verdict } from "../gate/decide";
import type { Spec } from "../../design";
import { GATE } from "../../metrics";
import { isOneSided, nullOf, type Measured, type TextStratum } from "../../metrics/metric";
import { isWithinMargin, type Interval } from "../../stats/interval";
import { canShowEquivalence } from "../../stats/power";
import { normalQuantile } from "../../stats/normal";
import { measureAll } from "../gate";

import { boundaryAt, lastLevel, significanceLevelsAt, repeatedHalfWidth } from "./boundaries";

/** One look at one metric. */
export interface Look {
  answersPerQuestion: number;
  z: number;
  /** A difference when |z| is at or above this; for a one-sided metric when z is. */
  boundary: number;
  /** Repeated interval of the effect: holds at all looks together in 90 % of runs. */
  interval: Interval;
}

/** A metric over the looks. The first look that decides it counts; later ones are only reported. */
export interface SequentialResult {
  id: string;
  looks: readonly Look[];
  verdict: Verdict;
  /** Answers per question at the deciding look. */
  decidedAt?: number;
  /** "detectable, negligible": beyond the boundary, and yet inside the margin. */
  note?: string;
  /** Test at the last look of a metric not decided before: permutation p, and the level it had to be below. */
  last?: { p: number; below: number };
}

const ONE_SIDED = new Set(GATE.filter(({ scale }) => isOneSided(scale)).map(({ id }) => id));

/**
 * The gate of M0 at each planned look up to the one `reached`: by z statistics against O'Brien–Fleming boundaries that
 * spend alpha / (number of metrics) each, and by repeated intervals (Jennison & Turnbull 1989) that spend .10
 * two-sided. At the last planned look the joint permutation p decides instead of z, at the share of alpha that the
 * earlier looks left (Bonferroni: it also tests what z does not, so that it may not count on z's correlation), and Holm
 * hands the share of metrics that differ on to the others (Maurer & Bretz 2013, Stat. Biopharm. Res. 5, 311-320).
 */
export function sequentialOf(
  strata: readonly TextStratum[],
  spec: Spec,
  reached: number,
  pValues: ReadonlyMap<string, number> = new Map(),
): SequentialResult[] {
  const followed = new Map<string, SequentialResult>();
  spec.looks.forEach((look, k) => {
    if (look > reached) return;
    for (const measured of measureAll(upToLook(strata, look))) {
      const { id } = measured.metric;
      const before = followed.get(id) ?? { id, looks: [], verdict: "inconclusive" as const };
      const one = lookAt(measured, spec, k);
      const decision = before.decidedAt === undefined ? decisionAt(one, measured, spec, k) : {};
      followed.set(id, { ...before, looks: [...before.looks, one], ...decision });
    }
  });
  const results = [...followed.values()];
  return reached === spec.looks.at(-1) ? decideAtLastLook(results, pValues, spec) : results;
}

/** Whether every metric of the gate has decided, so that asking can stop. */
export const allDecided = (
  results: readonly SequentialResult[],
  { gate }: Pick<Spec, "gate">,
): boolean =>
  gate.every((id) => results.some((result) => result.id === id && result.decidedAt !== undefined));

/** The interval `effect` ± `half`; that of a share (an AUC) is cut at 0 and 1. */
export const intervalAround = (effect: number, half: number, share: boolean): Interval =>
  share ? [Math.max(0, effect - half), Math.min(1, effect + half)] : [effect - half, effect + half];

function lookAt(measured: Measured, spec: Spec, k: number): Look {
  const { z, effect, standardError } = measured.measurement;
  const oneSided = isOneSided(measured.metric.scale);
  const half = repeatedHalfWidth(spec, k, 0.9, standardError);
  return {
    answersPerQuestion: spec.looks[k]!,
    z,
    boundary: boundaryAt(spec, oneSided, k),
    interval: intervalAround(effect, half, oneSided),
  };
}

/** The decision of one look: within the margin, a difference before the last look, or none. */
function decisionAt(
  look: Look,
  measured: Measured,
  spec: Spec,
  k: number,
): Partial<SequentialResult> {
  const { z, boundary, interval, answersPerQuestion: decidedAt } = look;
  const { metric, measurement } = measured;
  const margin = spec.margins[metric.scale];
  const nullValue = nullOf(metric.scale);
  const oneSided = isOneSided(metric.scale);
  const beyond = (oneSided ? z : Math.abs(z)) >= boundary;
  const levels = significanceLevelsAt(spec, oneSided, k);
  const inside =
    canShowEquivalence(measurement.designVariance, margin, levels.equivalence) &&
    isWithinMargin(interval, nullValue, margin, oneSided) &&
    isEvenlySmall(measurement, margin, oneSided, levels);
  if (inside)
    return {
      verdict: "within margin",
      decidedAt,
      note: beyond ? "detectable, negligible" : undefined,
    };
  if (beyond && k < spec.looks.length - 1) return { verdict: "difference", decidedAt };
  return {};
}

/**
 * Whether single occupations are shown to be about as small as their mean. At a look an occupation
 * differs when its z is beyond the level of one of them.
 */
function isEvenlySmall(
  { occupations, spread, unestimated }: Measured["measurement"],
  margin: number,
  oneSided: boolean,
  { detect, equivalence }: ReturnType<typeof significanceLevelsAt>,
): boolean {
  if (unestimated !== undefined || !spread?.isBelow(spreadMargin(margin, oneSided), equivalence))
    return false;
  const nullValue = oneSided ? 0.5 : 0;
  const level = detect / occupations.length;
  const beyond = normalQuantile(1 - level / 2);
  return occupations.every(({ effect, ownVariance }) => {
    const distance = oneSided ? effect - nullValue : Math.abs(effect);
    const error = Math.sqrt(ownVariance);
    return distance < beyond * error || distance + beyond * error < margin;
  });
}

/** Holm over the metrics still open at the last look: each difference passes its share of alpha on. */
function decideAtLastLook(
  results: readonly SequentialResult[],
  pValues: ReadonlyMap<string, number>,
  spec: Spec,
): SequentialResult[] {
  const k = spec.looks.length - 1;
  const decided = new Map(results.map((result) => [result.id, result]));
  for (;;) {
    const differing = [...decided.values()].filter(
      ({ verdict }) => verdict === "difference",
    ).length;
    let found = false;
    for (const result of decided.values()) {
      const p = pValues.get(result.id);
      if (result.decidedAt !== undefined || p === undefined) continue;
      const below = lastLevel(spec, ONE_SIDED.has(result.id), differing);
      found = p < below;
      const tested = { ...result, last: { p, below } };
      if (!found) decided.set(result.id, tested);
      else decided.set(result.id, { ...tested, verdict: "difference", decidedAt: spec.looks[k]! });
      if (found) break;
    }
    if (!found) return [...decided.values()];
  }
}

const upToLook = (strata: readonly TextStratum[], look: number): TextStratum[] =>
  strata.map(({ name, neutral, female, male }) => {
    const early = (texts: TextStratum["female"]) => texts.filter(({ index }) => index < look);
    return { name, neutral: early(neutral), female: early(female), male: early(male) };
  });
