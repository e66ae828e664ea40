import type { Interval } from "./interval";
import { normalQuantile } from "./normal";

/**
 * Wilson's score interval of a proportion (Wilson 1927, JASA 22, 209-212), without continuity
 * correction. Both ends lie in [0, 1].
 * @param trials at least 1
 * @example wilson(8, 10) // ≈ [0.490, 0.943]
 */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval {
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const share = successes / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
