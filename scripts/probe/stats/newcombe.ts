import type { Interval } from "./interval";
import { mean, type Stratum } from "./strata";
import { observationCount } from "./power";
import { wilson } from "./wilson";

/**
 * Interval of a difference of two shares averaged over strata, a − b: Newcombe's hybrid score interval (Newcombe 1998,
 * Statistics in Medicine 17, 873-890, method 10) of the samples' mean shares at their effective sizes 1 / Σ(w² / n). For
 * one stratum, or equal cells, that is Newcombe's own interval; strata that differ make it a little too wide.
 */
export function newcombe(strata: readonly Stratum[], confidence: number): Interval {
  const sample = (name: "a" | "b") => {
    const share = mean(strata.map((stratum) => mean(stratum[name])));
    const size =
      strata.length ** 2 /
      strata.reduce((sum, stratum) => sum + 1 / observationCount(stratum, name), 0);
    return { share, limits: wilson(share * size, size, confidence) };
  };
  const [a, b] = [sample("a"), sample("b")];
  const difference = a.share - b.share;
  return [
    difference - Math.hypot(a.share - a.limits[0], b.limits[1] - b.share),
    difference + Math.hypot(a.limits[1] - a.share, b.share - b.limits[0]),
  ];
}
