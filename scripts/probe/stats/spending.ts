import { normalCdf, normalQuantile } from "./normal";

/**
 * Error spent on one side up to information fraction `t` by the O'Brien–Fleming-like function of
 * Lan & DeMets (1983, Biometrika 70, 659-663): 2 (1 − Φ(z(1 − side / 2) / √t)), where `side` is the
 * error of that side at the end.
 * @example spent(0.025, 1) // ≈ 0.02500
 */
export const spent = (side: number, t: number): number =>
  2 * normalCdf(-normalQuantile(1 - side / 2) / Math.sqrt(t));

const cache = new Map<string, readonly number[]>();

/**
 * `boundaries` at looks that are given in answers per cell, the last one the end. Computed once for
 * the same arguments.
 * @example boundariesAt(0.05, [8, 16, 24, 32, 40]) // ≈ [4.877, 3.357, 2.680, 2.290, 2.031]
 */
export function boundariesAt(alpha: number, looks: readonly number[]): readonly number[] {
  const key = JSON.stringify([alpha, looks]);
  const end = looks.at(-1)!;
  const fractions = looks.map((look) => look / end);
  const found = cache.get(key) ?? boundaries(alpha, fractions);
  cache.set(key, found);
  return found;
}

/**
 * Two-sided level of one look at which |z| must reach this boundary.
 * @example nominalLevel(2.031) // ≈ 0.0423
 */
export const nominalLevel = (boundary: number): number => 2 * normalCdf(-boundary);

/** Points of the grid for Simpson's rule: an odd number. */
const POINTS = 801;

/**
 * Boundaries for |z| of a two-sided sequential test with total error `alpha`, half of it on each
 * side, at looks with these information fractions (rising, the last one 1): the recursive
 * integration of Armitage, McPherson & Rowe (1969) by Simpson's rule. Agrees with R's ldbounds.
 * @example boundaries(0.05, [0.2, 0.4, 0.6, 0.8, 1]) // ≈ [4.877, 3.357, 2.680, 2.290, 2.031]
 */
export function boundaries(alpha: number, fractions: readonly number[]): number[] {
  const found: number[] = [];
  let density: Density | undefined;
  let spentBefore = 0;
  fractions.forEach((t, k) => {
    const step = Math.sqrt(t - (fractions[k - 1] ?? 0));
    const toSpend = spent(alpha / 2, t) - spentBefore;
    spentBefore = spent(alpha / 2, t);
    const crossing = (z: number): number =>
      density ? integrate(density, (s) => normalCdf((s - z * Math.sqrt(t)) / step)) : normalCdf(-z);
    const boundary = bisect((z) => crossing(z) - toSpend);
    found.push(boundary);
    density = nextDensity(density, boundary * Math.sqrt(t), step);
  });
  return found;
}

/**
 * Density of the score S = z √t of a trial that continues, on equally spaced points from −end to
 * end.
 */
interface Density {
  end: number;
  values: Float64Array;
}

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const point = (end: number, k: number): number => -end + (2 * end * k) / (POINTS - 1);

function nextDensity(density: Density | undefined, end: number, step: number): Density {
  const values = Float64Array.from({ length: POINTS }, (_, k) => {
    const s = point(end, k);
    if (!density) return normalDensity(s / step) / step;
    return integrate(density, (from) => normalDensity((s - from) / step) / step);
  });
  return { end, values };
}

/** Integral of density × f by Simpson's rule. */
function integrate({ end, values }: Density, f: (s: number) => number): number {
  let sum = 0;
  for (let k = 0; k < POINTS; k++) sum += simpsonWeight(k) * values[k]! * f(point(end, k));
  return (sum * 2 * end) / (POINTS - 1) / 3;
}

function simpsonWeight(k: number): number {
  if (k === 0 || k === POINTS - 1) return 1;
  return k % 2 === 1 ? 4 : 2;
}

/** Root of a falling function between 0 and 10. */
function bisect(f: (z: number) => number): number {
  let [low, high] = [0, 10];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
