import { normalCdf, normalQuantile } from "./normal";

/** Answers per cell at which a sequential run of 40 is looked at. */
export const LOOKS: readonly number[] = [8, 16, 24, 32, 40];

/**
 * Error spent on one side up to information fraction `t` by the O'Brien–Fleming-like function of Lan & DeMets (1983,
 * Biometrika 70, 659-663): 2 (1 − Φ(z(1 − side / 2) / √t)), where `side` is the error of that side at the end.
 */
export const spent = (side: number, t: number): number =>
  2 * normalCdf(-normalQuantile(1 - side / 2) / Math.sqrt(t));

const known = new Map<string, readonly number[]>();

/** `boundaries` at looks that are given in answers per cell, the last one the end; computed once. */
export function boundariesAt(alpha: number, looks: readonly number[]): readonly number[] {
  const key = JSON.stringify([alpha, looks]);
  const last = looks.at(-1)!;
  const found =
    known.get(key) ??
    boundaries(
      alpha,
      looks.map((look) => look / last),
    );
  known.set(key, found);
  return found;
}

/** Two-sided level of one look at which |z| must reach this boundary. */
export const nominalLevel = (boundary: number): number => 2 * normalCdf(-boundary);

const POINTS = 801;

/**
 * Boundaries for |z| of a two-sided sequential test with total error `alpha`, half of it on each side, at the looks
 * with these information fractions (rising, the last one 1): the recursive integration of Armitage, McPherson & Rowe
 * (1969) by Simpson's rule. For five equal looks and .05: 4.877, 3.357, 2.680, 2.290, 2.031 (as R's ldbounds).
 */
export function boundaries(alpha: number, fractions: readonly number[]): number[] {
  const found: number[] = [];
  let density: Density | undefined;
  let before = 0;
  fractions.forEach((t, k) => {
    const previous = fractions[k - 1] ?? 0;
    const step = Math.sqrt(t - previous);
    const wanted = spent(alpha / 2, t) - before;
    before = spent(alpha / 2, t);
    const crossing = (z: number): number =>
      density ? integrate(density, (s) => normalCdf((s - z * Math.sqrt(t)) / step)) : normalCdf(-z);
    const boundary = bisect((z) => crossing(z) - wanted);
    found.push(boundary);
    density = next(density, boundary * Math.sqrt(t), step);
  });
  return found;
}

/** Density of the score S = z √t of a trial that goes on, on equally spaced points from −end to end. */
interface Density {
  end: number;
  values: Float64Array;
}

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const point = (end: number, k: number): number => -end + (2 * end * k) / (POINTS - 1);

function next(density: Density | undefined, end: number, step: number): Density {
  const values = Float64Array.from({ length: POINTS }, (_, k) => {
    const s = point(end, k);
    return density
      ? integrate(density, (from) => normalDensity((s - from) / step) / step)
      : normalDensity(s / step) / step;
  });
  return { end, values };
}

function integrate({ end, values }: Density, f: (s: number) => number): number {
  let sum = 0;
  for (let k = 0; k < POINTS; k++) {
    const weight = k === 0 || k === POINTS - 1 ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * values[k]! * f(point(end, k));
  }
  return (sum * 2 * end) / (POINTS - 1) / 3;
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
