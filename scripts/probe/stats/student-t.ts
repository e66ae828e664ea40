import { incompleteBeta } from "./incomplete-beta";
import { normalQuantile } from "./normal";

/** Above this many degrees of freedom the normal quantile differs by less than 1e-6. */
const ALMOST_NORMAL = 1e7;

/**
 * Quantile of Student's t distribution, by bisection of its distribution function (Abramowitz &
 * Stegun 26.7.1).
 * @param p strictly between 0 and 1
 * @param df degrees of freedom, at least 1, not necessarily whole
 * @example studentQuantile(0.975, 10) // ≈ 2.22814
 */
export function studentQuantile(p: number, df: number): number {
  if (df >= ALMOST_NORMAL) return normalQuantile(p);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  const tail = (t: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  let [low, high] = [0, 2];
  while (tail(high) > 1 - p && high < 1e12) high *= 2;
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (tail(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
