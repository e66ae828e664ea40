import { normalCdf } from "./normal";

/**
 * Upper tail of the chi-square distribution with `df` degrees of freedom: the regularised upper
 * incomplete gamma function Q(df / 2, x / 2), by its finite recurrence for whole and half arguments
 * (Abramowitz & Stegun 26.4.4-5).
 * @example chiSquareTail(3.841, 1) // ≈ 0.0500
 */
export function chiSquareTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const half = x / 2;
  const isOdd = df % 2 === 1;
  // Q(a + 1, h) = Q(a, h) + h^a e^−h / Γ(a + 1); terms in logs, so that large df do not overflow.
  let tail = isOdd ? 2 * normalCdf(-Math.sqrt(x)) : Math.exp(-half);
  let logTerm = isOdd
    ? Math.log(half) / 2 - half - Math.log(Math.sqrt(Math.PI) / 2)
    : Math.log(half) - half;
  for (let a = isOdd ? 0.5 : 1; a < df / 2; a++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(half) - Math.log(a + 1);
  }
  return Math.min(1, tail);
}
