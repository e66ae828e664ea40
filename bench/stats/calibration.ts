import { specOf } from "../../scripts/probe/design";
import { randomOf, randomsOf } from "../../scripts/probe/stats/random";
import { measureAll } from "../../scripts/probe/score/gate";
import { familyP } from "../../scripts/probe/score/gate/joint-tests";
import { sequentialOf } from "../../scripts/probe/score/sequential";
import { shareOf } from "../figures";
import { OCCUPATIONS, sameEverywhere, sameIn, type Design } from "./planted";

/** The lab's own design, and others that files have. */
export const DESIGNS = {
  "5 occupations of 8 answers": { occupations: OCCUPATIONS, perCell: 8, men: 8 },
  "2 occupations of 20": { occupations: OCCUPATIONS.slice(0, 2), perCell: 20, men: 20 },
  "5 occupations of 12 about women and 4 about men": {
    occupations: OCCUPATIONS,
    perCell: 12,
    men: 4,
  },
  "20 occupations of 2": {
    occupations: Array.from({ length: 20 }, (_, k) => `job ${k}`),
    perCell: 2,
    men: 2,
  },
} as const satisfies Record<string, Design>;

/** Share of A/A splits in which the gate, corrected for its measures, finds a difference. */
export function falseAlarms(
  splits: number,
  design: Design,
  permutations: number,
  seed: number,
): number {
  return shareOf(splits, (s) => {
    const measured = measureAll(sameIn(randomOf(seed + s, "A/A texts"), design));
    const relabelling = randomsOf(seed + s, "A/A");
    const tests = measured.map(({ measurement }) => measurement.test(relabelling, permutations));
    return Math.min(...familyP(measured, tests)) < 0.05;
  });
}

/**
 * Share of A/A sequential runs of 40 per cell in which any metric is a difference at any of the five
 * looks. The runs use the probe's own z, and permutation tests at the last look.
 */
export function sequentialFalseAlarms(runs: number, permutations: number, seed: number): number {
  const spec = specOf({ samples: 40, conditions: ["M0"], seed, sequential: true });
  return shareOf(runs, (run) => {
    const strata = sameEverywhere(randomOf(seed + run, "looks texts"), 40);
    const early = sequentialOf(strata, spec, spec.looks.at(-2)!);
    const open = early.filter(({ decidedAt }) => decidedAt === undefined).map(({ id }) => id);
    const pValues = measureAll(strata)
      .filter(({ metric }) => open.includes(metric.id))
      .map(({ metric, measurement }): [string, number] => [
        metric.id,
        measurement.test(randomsOf(seed + run, "looks"), permutations).p,
      ]);
    const found = sequentialOf(strata, spec, 40, new Map(pValues));
    return found.some(({ verdict }) => verdict === "difference");
  });
}
