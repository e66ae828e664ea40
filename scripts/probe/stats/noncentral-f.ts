import { incompleteBeta, logGamma } from "./incomplete-beta";

/** Degrees of freedom of an F statistic, not necessarily whole. */
export interface DegreesOfFreedom {
  numerator: number;
  denominator: number;
}

/** A noncentrality or quantile beyond 2^20 means that nothing is known. */
const MAX_DOUBLINGS = 20;
/** What is left out of the Poisson mixture. */
const NEGLIGIBLE = 1e-14;

/**
 * Distribution function of the noncentral F distribution: the Poisson mixture of incomplete beta
 * functions (Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions 2, 30.10),
 * summed from its most likely term outwards. `noncentrality` 0 is the central distribution.
 * @example noncentralFCdf(2, { numerator: 5, denominator: 100 }, 10) // ≈ 0.2633
 */
export function noncentralFCdf(
  f: number,
  { numerator, denominator }: DegreesOfFreedom,
  noncentrality: number,
): number {
  if (f <= 0) return 0;
  const x = (numerator * f) / (numerator * f + denominator);
  const b = denominator / 2;
  const half = noncentrality / 2;
  const mode = Math.floor(half);
  const atMode: Term = {
    a: numerator / 2 + mode,
    weight: Math.exp(half === 0 ? 0 : mode * Math.log(half) - half - logGamma(mode + 1)),
    beta: incompleteBeta(x, numerator / 2 + mode, b),
    step: betaStep(x, numerator / 2 + mode, b),
  };
  let sum = atMode.weight * atMode.beta;
  for (let j = mode, term = atMode; j > 0 && term.weight > NEGLIGIBLE; j--) {
    // I(a − 1) = I(a) + step(a − 1), and step(a − 1) = step(a) · a / (x (a + b − 1)).
    const step = (term.step * term.a) / (x * (term.a + b - 1));
    term = { a: term.a - 1, weight: (term.weight * j) / half, beta: term.beta + step, step };
    sum += term.weight * term.beta;
  }
  for (let j = mode, term = atMode; term.weight > NEGLIGIBLE && half > 0; j++) {
    const beta = Math.max(0, term.beta - term.step);
    const step = (term.step * x * (term.a + b)) / (term.a + 1);
    term = { a: term.a + 1, weight: (term.weight * half) / (j + 1), beta, step };
    sum += term.weight * beta;
  }
  return sum;
}

/** One term of the mixture. */
interface Term {
  a: number;
  /** Poisson probability. */
  weight: number;
  /** I_x(a, b). */
  beta: number;
  /** I_x(a, b) − I_x(a + 1, b) (Abramowitz & Stegun 26.5.16). */
  step: number;
}

const betaStep = (x: number, a: number, b: number): number =>
  Math.exp(logGamma(a + b) - logGamma(a + 1) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));

/**
 * The noncentrality for which an F statistic at most this large has probability `p`: the upper
 * confidence bound 1 − p of the noncentrality (Steiger 2004, Psychol. Methods 9, 164-182). 0 where
 * even the central distribution makes it rarer.
 * @example noncentralityBound(1, { numerator: 5, denominator: 100 }, 0.05) // ≈ 9.7909
 */
export function noncentralityBound(f: number, df: DegreesOfFreedom, p: number): number {
  const isLikely = (noncentrality: number): boolean => noncentralFCdf(f, df, noncentrality) > p;
  if (!isLikely(0)) return 0;
  let [low, high] = [0, 1];
  for (let k = 0; k < MAX_DOUBLINGS && isLikely(high); k++) [low, high] = [high, 2 * high];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (isLikely(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Quantile of the noncentral F distribution.
 * @param p strictly between 0 and 1
 * @example noncentralFQuantile(0.05, { numerator: 5, denominator: 100 }, 10) // ≈ 1.0218
 */
export function noncentralFQuantile(
  p: number,
  df: DegreesOfFreedom,
  noncentrality: number,
): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < MAX_DOUBLINGS && noncentralFCdf(high, df, noncentrality) < p; k++)
    [low, high] = [high, 2 * high];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (noncentralFCdf(middle, df, noncentrality) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
