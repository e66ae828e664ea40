import { distinguishability } from "../../scripts/probe/metrics/distinguishability";
import { randomOf } from "../../scripts/probe/stats/random";
import { bootstrap } from "../../scripts/probe/stats/bootstrap";
import { percentileInterval, type Interval } from "../../scripts/probe/stats/interval";
import { newcombe } from "../../scripts/probe/stats/newcombe";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { mean } from "../../scripts/probe/stats/strata";
import { shareOf } from "../figures";
import { OCCUPATIONS, plantedWord } from "./planted";

const contains = ([low, high]: Interval, value: number): boolean => low <= value && value <= high;

/** Share of 95 % intervals of Hedges' g that contain the true effect. */
export function coverageOfG(
  simulations: number,
  perCell: number,
  resamples: number,
  effect: number,
  seed: number,
): number {
  const random = randomOf(seed, "coverage");
  const draw = (shift: number): number[] =>
    Array.from({ length: perCell }, () => normalDraw(random) + shift);
  return shareOf(simulations, (s) => {
    const strata = OCCUPATIONS.map((name) => ({ name, a: draw(effect), b: draw(0) }));
    const effects = bootstrap(strata, randomOf(seed + s, "bootstrap"), resamples, "g");
    return contains(percentileInterval(effects, 0.95), effect);
  });
}

/**
 * Share of 95 % intervals of the cross-fitted AUC that contain its expectation, which has no formula:
 * the mean over all simulations stands for it. `surplus`: see `plantedWord`.
 */
export function coverageOfAuc(
  simulations: number,
  perCell: number,
  resamples: number,
  surplus: number,
  seed: number,
): { covered: number; auc: number } {
  const found = Array.from({ length: simulations }, (_, s) => {
    const strata = plantedWord(randomOf(seed + s, "AUC texts"), perCell, surplus);
    const measured = distinguishability.measure(strata)!;
    const replicates = measured.replicates(randomOf(seed + s, "AUC bootstrap"), resamples);
    return { effect: measured.effect, interval: measured.interval(replicates, 0.95) };
  });
  const auc = mean(found.map(({ effect }) => effect));
  return { covered: mean(found.map(({ interval }) => Number(contains(interval, auc)))), auc };
}

/** Share of 95 % intervals of the mean risk difference over the occupations that contain the true one. */
export function coverageOfRisk(
  simulations: number,
  perCell: number,
  { female, male }: { female: number; male: number },
  seed: number,
): number {
  const random = randomOf(seed, "risk");
  const draw = (share: number): number[] =>
    Array.from({ length: perCell }, () => Number(random.below(1_000_000) < share * 1_000_000));
  const truth = female - male;
  return shareOf(simulations, () => {
    const strata = OCCUPATIONS.map((name) => ({ name, a: draw(female), b: draw(male) }));
    return contains(newcombe(strata, 0.95), truth);
  });
}
