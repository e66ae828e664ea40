import { normalCdf } from "./normal";

/**
 * Upper tail of the chi-square distribution with `df` degrees of freedom: the regularised upper incomplete gamma
 * function Q(df / 2, x / 2), for whole and half arguments by its finite recurrence (Abramowitz & Stegun 26.4.4-5).
 */
export function chiSquareTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const half = x / 2;
  // Q(a + 1, h) = Q(a, h) + h^a e^−h / Γ(a + 1); terms in logs, so that large df do not overflow.
  const odd = df % 2 === 1;
  let tail = odd ? 2 * normalCdf(-Math.sqrt(x)) : Math.exp(-half);
  let logTerm = odd
    ? Math.log(half) / 2 - half - Math.log(Math.sqrt(Math.PI) / 2)
    : Math.log(half) - half;
  for (let a = odd ? 0.5 : 1; a < df / 2; a++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(half) - Math.log(a + 1);
  }
  return Math.min(1, tail);
}
