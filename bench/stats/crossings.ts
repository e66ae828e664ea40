import { randomOf } from "../../scripts/probe/stats/random";
import { normalDraw, normalQuantile } from "../../scripts/probe/stats/normal";
import { boundaries } from "../../scripts/probe/stats/spending";
import { shareOf } from "../figures";
import { OCCUPATIONS } from "./planted";

const METRICS = 6;
/** Answers per cell at the looks of a sequential run of 40. */
const LOOKS: readonly number[] = [8, 16, 24, 32, 40];
const FRACTIONS = LOOKS.map((look) => look / LOOKS.at(-1)!);

/** Limits of |z| at the five looks for one metric: the probe's, and the fixed limit of naive peeking. */
export const LIMITS = {
  sequential: (): number[] => boundaries(0.05 / METRICS, FRACTIONS),
  peeking: (): number[] => LOOKS.map(() => normalQuantile(1 - 0.05 / METRICS / 2)),
};

/**
 * Share of runs in which any of six independent metrics crosses its limits at any look, with a true
 * effect `g` on `affected` of them: without an effect the gate's type I error, otherwise its power.
 */
export function crossings(
  limits: readonly number[],
  runs: number,
  seed: number,
  g = 0,
  affected = 0,
): number {
  const random = randomOf(seed, "looks");
  const drift = LOOKS.map((look) => g * Math.sqrt((OCCUPATIONS.length * look) / 2));
  return shareOf(runs, () => {
    const any = Array.from({ length: METRICS }, (_, metric) => {
      let sum = 0;
      return limits.map((limit, k) => {
        sum += normalDraw(random);
        return Math.abs(sum / Math.sqrt(k + 1) + (metric < affected ? drift[k]! : 0)) >= limit;
      });
    });
    return any.flat().includes(true);
  });
}
