import { specOf } from "../../scripts/probe/design";
import { randomOf } from "../../scripts/probe/stats/random";
import { measureAll } from "../../scripts/probe/score/gate";
import { sequentialOf } from "../../scripts/probe/score/sequential";
import { holm } from "../../scripts/probe/stats/holm";
import { shareOf } from "../figures";
import { sameEverywhere } from "./planted";

/** Share of A/A splits in which the gate, after Holm, finds a difference. */
export function falseAlarms(
  splits: number,
  perCell: number,
  permutations: number,
  seed: number,
): number {
  return shareOf(splits, (s) => {
    const measured = measureAll(sameEverywhere(randomOf(seed + s, "A/A texts"), perCell));
    const p = measured.map(
      ({ metric, measurement }) =>
        measurement.test(randomOf(seed + s, `A/A ${metric.id}`), permutations).p,
    );
    return Math.min(...holm(p)) < 0.05;
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
        measurement.test(randomOf(seed + run, metric.id), permutations).p,
      ]);
    const found = sequentialOf(strata, spec, 40, new Map(pValues));
    return found.some(({ verdict }) => verdict === "difference");
  });
}
