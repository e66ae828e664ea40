import type { Interval } from "./interval";
import { mean, sum, type Stratum } from "./strata";
import { observationCount } from "./power";
import { wilson } from "./wilson";

/**
 * Interval of a difference a − b of two shares averaged over strata: Newcombe's hybrid score
 * interval (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10) of the samples' mean
 * shares at their effective sizes 1 / Σ(w² / n). For one stratum, or equal cells, that is
 * Newcombe's own interval; for strata that differ it is a little too wide.
 * @example newcombe([{ name: "x", a: [1, 1, 0, 0], b: [1, 0, 0, 0] }], 0.95) // ≈ [-0.32, 0.66]
 */
export function newcombe(strata: readonly Stratum[], confidence: number): Interval {
  const meanShare = (sample: "a" | "b") => {
    const share = mean(strata.map((stratum) => mean(stratum[sample])));
    const inverseSizes = strata.map((stratum) => 1 / observationCount(stratum, sample));
    const size = strata.length ** 2 / sum(inverseSizes);
    return { share, limits: wilson(share * size, size, confidence) };
  };
  const [a, b] = [meanShare("a"), meanShare("b")];
  const difference = a.share - b.share;
  return [
    difference - Math.hypot(a.share - a.limits[0], b.limits[1] - b.share),
    difference + Math.hypot(a.limits[1] - a.share, b.share - b.limits[0]),
  ];
}
