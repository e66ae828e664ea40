/** Calibration of the probe on planted data: false alarms of the whole gate, coverage, error of the looks, power. */
import type { Text, TextStratum } from "../probe/metrics/metric";
import { randomOf, type Random } from "../probe/random";
import { measureAll } from "../probe/score/gate";
import { bootstrapEffects } from "../probe/stats/bootstrap";
import { holm } from "../probe/stats/holm";
import { percentileInterval } from "../probe/stats/interval";
import { normalDraw, normalQuantile } from "../probe/stats/normal";
import { boundaries, LOOKS } from "../probe/stats/spending";

/** Plain words with some of every list, so that every metric has something to vary. */
const WORDS =
  "plans notes tools early years method careful team busy steady leads decisive challenge support warm understand confident helpful good great difficult despite role".split(
    " ",
  );
const OCCUPATIONS = ["nurse", "engineer", "teacher", "doctor", "chef"];

/** Texts of one source in all three arms: what there is to find is nothing. */
export function sameEverywhere(random: Random, perCell: number): TextStratum[] {
  const text = (index: number): Text => ({
    words: Array.from(
      { length: 15 + random.below(30) },
      () => WORDS[Math.floor(random.below(WORDS.length ** 2) ** 0.5)]!,
    ),
    index,
  });
  const arm = (): Text[] => Array.from({ length: perCell }, (_, index) => text(index));
  return OCCUPATIONS.map((name) => ({ name, neutral: arm(), female: arm(), male: arm() }));
}

/** Share of A/A splits in which the gate, after Holm, sees any difference. */
export function falseAlarms(splits: number, perCell: number, permutations: number, seed: number): number {
  let alarms = 0;
  for (let s = 0; s < splits; s++) {
    const measured = measureAll(sameEverywhere(randomOf(seed + s, "A/A texts"), perCell));
    const p = measured.map(({ metric, measurement }) =>
      measurement.p(randomOf(seed + s, `A/A ${metric.id}`), permutations),
    );
    if (Math.min(...holm(p)) < 0.05) alarms++;
  }
  return alarms / splits;
}

/** Share of 95 % intervals of Hedges' g that hold the true effect. */
export function coverage(
  simulations: number,
  perCell: number,
  resamples: number,
  effect: number,
  seed: number,
): number {
  const random = randomOf(seed, "coverage");
  const draw = (shift: number): number[] => Array.from({ length: perCell }, () => normalDraw(random) + shift);
  let covered = 0;
  for (let s = 0; s < simulations; s++) {
    const strata = OCCUPATIONS.map((name) => ({ name, female: draw(effect), male: draw(0) }));
    const [low, high] = percentileInterval(bootstrapEffects(strata, randomOf(seed + s, "bootstrap"), resamples), 0.95);
    if (low <= effect && effect <= high) covered++;
  }
  return covered / simulations;
}

const METRICS = 6;
const FRACTIONS = LOOKS.map((look) => look / LOOKS.at(-1)!);

/** Limits of |z| at the five looks: those of the instrument for one metric of the gate, and what a naive peeker uses. */
export const LIMITS = {
  sequential: (): number[] => boundaries(0.05 / METRICS, FRACTIONS),
  peeking: (): number[] => LOOKS.map(() => normalQuantile(1 - 0.05 / METRICS / 2)),
};

/**
 * Share of runs in which any of six independent metrics ever crosses its limits, with a true effect `g` on `affected`
 * of them: with none the type I error of the whole gate, else its power.
 */
export function crossings(limits: readonly number[], runs: number, seed: number, g = 0, affected = 0): number {
  const random = randomOf(seed, "looks");
  const drift = LOOKS.map((look) => g * Math.sqrt((OCCUPATIONS.length * look) / 2));
  let crossed = 0;
  for (let r = 0; r < runs; r++) {
    const any = Array.from({ length: METRICS }, (_, metric) => {
      let sum = 0;
      return limits.map((limit, k) => {
        sum += normalDraw(random);
        return Math.abs(sum / Math.sqrt(k + 1) + (metric < affected ? drift[k]! : 0)) >= limit;
      });
    });
    if (any.flat().includes(true)) crossed++;
  }
  return crossed / runs;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Prints every figure beside the bound it must keep. */
export function benchStats(): Promise<void> {
  const started = performance.now();
  const splits = 1_000;
  const bound = 0.05 + 1.96 * Math.sqrt((0.05 * 0.95) / splits);
  console.log(
    `A/A false alarms of the gate, ${splits} splits, R = 199: ${percent(falseAlarms(splits, 8, 199, 1))} (at most ${percent(bound)})`,
  );
  for (const perCell of [8, 40])
    console.log(
      `coverage of the 95 % interval, ${perCell} per cell: ${percent(coverage(2_000, perCell, 1_000, 0.5, 1))} (93 to 97 %)`,
    );
  const runs = 20_000;
  console.log(
    `error of the gate over five looks, ${runs} runs: ${percent(crossings(LIMITS.sequential(), runs, 1))} (at most 5.5 %)`,
  );
  console.log(`the same when peeking at the last look's limit: ${percent(crossings(LIMITS.peeking(), runs, 1))}`);
  for (const g of [0.2, 0.3, 0.5])
    console.log(
      `power of the gate, g ${g} on one metric of six: ${percent(crossings(LIMITS.sequential(), runs, 1, g, 1))}`,
    );
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
  return Promise.resolve();
}
