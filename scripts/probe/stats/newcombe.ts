import type { Interval } from "./interval";
import { mean, type Stratum } from "./strata";
import { observations } from "./power";
import { wilson } from "./wilson";

/**
 * Interval of a difference of two shares averaged over strata, F − M: Newcombe's hybrid score interval (Newcombe 1998,
 * Statistics in Medicine 17, 873-890, method 10) of the arms' mean shares at their effective sizes 1 / Σ(w² / n). For
 * one stratum, or equal cells, that is Newcombe's own interval; strata that differ make it a little too wide.
 */
export function newcombe(strata: readonly Stratum[], confidence: number): Interval {
  const arm = (name: "female" | "male") => {
    const share = mean(strata.map((stratum) => mean(stratum[name])));
    const size =
      strata.length ** 2 /
      strata.reduce((sum, stratum) => sum + 1 / observations(stratum, name), 0);
    return { share, limits: wilson(share * size, size, confidence) };
  };
  const [f, m] = [arm("female"), arm("male")];
  const difference = f.share - m.share;
  return [
    difference - Math.hypot(f.share - f.limits[0], m.limits[1] - m.share),
    difference + Math.hypot(f.limits[1] - f.share, m.share - m.limits[0]),
  ];
}
