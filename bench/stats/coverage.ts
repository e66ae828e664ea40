import { distinguishability } from "../../scripts/probe/metrics/distinguishability";
import type { Measurement, Text } from "../../scripts/probe/metrics/metric";
import { salience } from "../../scripts/probe/metrics/salience";
import { standardised } from "../../scripts/probe/metrics/standardised";
import type { Interval } from "../../scripts/probe/stats/interval";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { randomOf } from "../../scripts/probe/stats/random";
import { mean } from "../../scripts/probe/stats/strata";
import { OCCUPATIONS, plantedWord } from "./planted";

const contains = ([low, high]: Interval, value: number): boolean => low <= value && value <= high;

/** Shares of 95 % statements that are true. */
export interface Coverage {
  /** Of intervals of the mean over the occupations. */
  mean: number;
  /** Of one-sided upper bounds of the spread over the occupations. */
  spread: number;
  /** Of intervals of one occupation, averaged over them. */
  occupation: number;
}

/** Whether the statements of one run are true. */
interface Held {
  mean: boolean;
  spread: boolean;
  occupations: boolean[];
}

const coverageIn = (runs: readonly Held[]): Coverage => ({
  mean: mean(runs.map((run) => Number(run.mean))),
  spread: mean(runs.map((run) => Number(run.spread))),
  occupation: mean(runs.flatMap((run) => run.occupations.map(Number))),
});

/** Compares what a measurement states with what is true. */
function heldBy(
  measured: Measurement,
  interval: Interval,
  truth: { mean: number; spread: number; occupations: readonly number[] },
): Held {
  return {
    mean: contains(interval, truth.mean),
    spread: measured.spread!.upper(0.05) >= truth.spread,
    occupations: measured.occupations.map((own, k) =>
      contains(own.interval(0.95), truth.occupations[k]!),
    ),
  };
}

/** Coverage of statements on Hedges' g, with a true effect for every occupation. */
export function coverageOfG(
  simulations: number,
  perCell: number,
  resamples: number,
  effects: readonly number[],
  seed: number,
): Coverage {
  const random = randomOf(seed, "coverage");
  const draw = (shift: number): number[] =>
    Array.from({ length: perCell }, () => normalDraw(random) + shift);
  const truth = { mean: mean(effects), spread: rootMeanSquare(effects), occupations: effects };
  return coverageIn(
    Array.from({ length: simulations }, (_, s) => {
      const measured = standardised(
        OCCUPATIONS.map((name, k) => ({ name, a: draw(effects[k]!), b: draw(0) })),
      )!;
      const replicates = measured.replicates(randomOf(seed + s, "bootstrap"), resamples);
      return heldBy(measured, measured.interval(replicates, 0.95), truth);
    }),
  );
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => value ** 2)));

/**
 * Coverage of statements on the cross-fitted AUCs. Their expectations have no formula: the means over
 * all simulations stand for them. `surplus`: see `plantedWord`.
 */
export function coverageOfAuc(
  simulations: number,
  perCell: number,
  resamples: number,
  surplus: number,
  seed: number,
): { coverage: Coverage; auc: number } {
  const found = Array.from({ length: simulations }, (_, s) => {
    const strata = plantedWord(randomOf(seed + s, "AUC texts"), perCell, surplus);
    const measured = distinguishability.measure(strata)!;
    const replicates = measured.replicates(randomOf(seed + s, "AUC bootstrap"), resamples);
    return { measured, interval: measured.interval(replicates, 0.95) };
  });
  const truth = {
    mean: mean(found.map(({ measured }) => measured.effect)),
    spread: mean(found.map(({ measured }) => measured.spread!.estimate)),
    occupations: OCCUPATIONS.map((_, k) =>
      mean(found.map(({ measured }) => measured.occupations[k]!.effect)),
    ),
  };
  return {
    coverage: coverageIn(found.map(({ measured, interval }) => heldBy(measured, interval, truth))),
    auc: truth.mean,
  };
}

/** Coverage of statements on risk differences, the same in every occupation. */
export function coverageOfRisk(
  simulations: number,
  perCell: number,
  { female, male }: { female: number; male: number },
  seed: number,
): Coverage {
  const random = randomOf(seed, "risk");
  const draw = (share: number): Text[] =>
    Array.from({ length: perCell }, (_, index) => ({
      words: [random.below(1_000_000) < share * 1_000_000 ? "stereotype" : "plan"],
      index,
    }));
  const difference = female - male;
  const truth = {
    mean: difference,
    spread: Math.abs(difference),
    occupations: OCCUPATIONS.map(() => difference),
  };
  return coverageIn(
    Array.from({ length: simulations }, () => {
      const measured = salience.measure(
        OCCUPATIONS.map((name) => ({
          name,
          neutral: [],
          female: draw(female),
          male: draw(male),
        })),
      )!;
      return heldBy(measured, measured.interval(new Float64Array(0), 0.95), truth);
    }),
  );
}
