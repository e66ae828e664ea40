import { unitMeasurement } from "../metrics/by-seat";
import { decide } from "../score/gate/decide";
import type { MetricResult } from "../score/gate/metric-result";
import type { Spec } from "../design";
import { randomOf, type Random } from "../stats/random";
import { columnOf, signFlipTest, studentInflation, type UnitDifferences } from "../stats/units";
import { mean } from "../stats/strata";

/** Sizes of classes that are simulated. */
export const SIZES = [6, 8, 10, 12, 20, 30, 60] as const;
/** Simulated classes of each size. */
export const RUNS = 100;
/** The smallest p of three statistics, 3 / 500, is below .05 corrected for six measures. */
const FLIPS = 499;

/** What a class of some size would find. */
export interface Growth {
  seats: number;
  /** Share of classes that find a difference as large as the margin. */
  finds: number;
  /** Share of classes that end within the margin where nothing differs. */
  within: number;
}

/**
 * The power of one measure as the class grows, at the level that is its own whatever the others show: classes are drawn from the seats that were seen, each
 * seat whole, with the true mean put where it is wanted. Undefined where seats are not the unit, and for
 * the classifier, which would have to be fitted anew.
 */
export function growthOf(
  { metric, units, strata, margin }: MetricResult,
  { alpha, seed }: Pick<Spec, "alpha" | "seed">,
  gateSize: number,
): Growth[] | undefined {
  if (!units || metric.scale === "auc") return undefined;
  const residuals = residualsOf(units);
  const occupations = strata.map(({ occupation }) => occupation);
  return SIZES.map((seats) => {
    const random = randomOf(seed, `growth ${metric.id} ${seats}`);
    const runs = Array.from({ length: RUNS }, () => ({
      finds: finds(draw(residuals, seats, margin, random), random, alpha / gateSize),
      within: isWithin(draw(residuals, seats, 0, random), occupations, { margin, alpha, gateSize }),
    }));
    return {
      seats,
      finds: mean(runs.map((run) => Number(run.finds))),
      within: mean(runs.map((run) => Number(run.within))),
    };
  });
}

/** Each seat's departures from the class, as wide as those of seats drawn anew. */
function residualsOf(units: UnitDifferences): number[][] {
  const centres = units[0]!.map((_, k) => mean(columnOf(units, k)));
  const widening = Math.sqrt(units.length / (units.length - 1));
  return units.map((row) => row.map((value, k) => widening * (value - centres[k]!)));
}

const draw = (
  residuals: readonly number[][],
  seats: number,
  effect: number,
  random: Random,
): number[][] =>
  Array.from({ length: seats }, () =>
    residuals[random.below(residuals.length)]!.map((value) => value + effect),
  );

const finds = (units: UnitDifferences, random: Random, level: number): boolean =>
  signFlipTest(units, random, FLIPS).p < level;

function isWithin(
  units: UnitDifferences,
  occupations: readonly string[],
  rules: { margin: number; alpha: number; gateSize: number },
): boolean {
  const found = unitMeasurement(units, occupations);
  const evidence = {
    effect: found.effect,
    interval90: found.interval(new Float64Array(0), 0.9),
    pAdjusted: 1,
    designVariance: found.standardError ** 2 * studentInflation(units.length - 1) ** 2,
    perCell: units.length,
    occupations: occupations.length,
    spread: found.spread,
    occupationOutside: false,
    unestimated: found.unestimated,
  };
  return decide(evidence, rules).verdict === "within margin";
}
