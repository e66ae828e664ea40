import { distinguishability } from "../../scripts/probe/metrics/distinguishability";
import { randomOf } from "../../scripts/probe/stats/random";
import { bootstrap } from "../../scripts/probe/stats/bootstrap";
import { percentileInterval, type Interval } from "../../scripts/probe/stats/interval";
import { newcombe } from "../../scripts/probe/stats/newcombe";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { mean } from "../../scripts/probe/stats/strata";
import { OCCUPATIONS, plantedWord } from "./planted";

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
  let covered = 0;
  for (let s = 0; s < simulations; s++) {
    const strata = OCCUPATIONS.map((name) => ({ name, a: draw(effect), b: draw(0) }));
    const [low, high] = percentileInterval(
      bootstrap(strata, randomOf(seed + s, "bootstrap"), resamples, "g"),
      0.95,
    );
    if (low <= effect && effect <= high) covered++;
  }
  return covered / simulations;
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
  const found: { effect: number; interval: Interval }[] = [];
  for (let s = 0; s < simulations; s++) {
    const measured = distinguishability.measure(
      plantedWord(randomOf(seed + s, "AUC texts"), perCell, surplus),
    )!;
    const replicates = measured.replicates(randomOf(seed + s, "AUC bootstrap"), resamples);
    found.push({ effect: measured.effect, interval: measured.interval(replicates, 0.95) });
  }
  const auc = mean(found.map(({ effect }) => effect));
  return {
    covered: mean(found.map(({ interval: [low, high] }) => Number(low <= auc && auc <= high))),
    auc,
  };
}

/** Share of 95 % intervals of the mean risk difference over the occupations that contain the true one. */
export function coverageOfRisk(
  simulations: number,
  perCell: number,
  shares: { female: number; male: number },
  seed: number,
): number {
  const random = randomOf(seed, "risk");
  const draw = (share: number): number[] =>
    Array.from({ length: perCell }, () => Number(random.below(1_000_000) < share * 1_000_000));
  const truth = shares.female - shares.male;
  let covered = 0;
  for (let s = 0; s < simulations; s++) {
    const strata = OCCUPATIONS.map((name) => ({
      name,
      a: draw(shares.female),
      b: draw(shares.male),
    }));
    const [low, high] = newcombe(strata, 0.95);
    if (low <= truth && truth <= high) covered++;
  }
  return covered / simulations;
}
