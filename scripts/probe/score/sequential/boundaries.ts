import type { Spec } from "../../design";
import { boundariesAt, nominalLevel, spent } from "../../stats/spending";

/** Two-sided alpha of the intervals that decide equivalence, spent over the looks. */
const EQUIVALENCE_ALPHA = 0.1;
const REPORTED_ALPHA = 0.05;

/**
 * Boundary of |z| at look `k` (from 0). `differing` metrics have passed on their share of alpha. A
 * one-sided metric spends its whole share on one side.
 */
export function boundaryAt(spec: Spec, oneSided: boolean, k: number, differing = 0): number {
  const share = spec.alpha / (spec.gate.length - differing);
  return boundariesAt(oneSided ? 2 * share : share, spec.looks)[k]!;
}

/**
 * The level of the permutation test at the last look: what the earlier looks did not spend of the
 * metric's share of alpha. `differing` metrics have passed on their share.
 */
export function lastLevel(
  { alpha, gate, looks }: Spec,
  oneSided: boolean,
  differing: number,
): number {
  const share = alpha / (gate.length - differing);
  const before = (looks.at(-2) ?? 0) / looks.at(-1)!;
  return share - (oneSided ? spent(share, before) : 2 * spent(share / 2, before));
}

/** The two-sided level at which one metric is tested at a look, and the one-sided one of its two equivalence tests. */
export function significanceLevelsAt(
  spec: Spec,
  oneSided: boolean,
  k: number,
): { detect: number; equivalence: number } {
  return {
    detect: nominalLevel(boundaryAt(spec, oneSided, k)),
    equivalence: nominalLevel(boundariesAt(EQUIVALENCE_ALPHA, spec.looks)[k]!) / 2,
  };
}

/** Half the width of the repeated interval at a look: 90 % decides, 95 % is reported. */
export const repeatedHalfWidth = (
  spec: Spec,
  k: number,
  confidence: 0.9 | 0.95,
  standardError: number,
): number =>
  boundariesAt(confidence === 0.9 ? EQUIVALENCE_ALPHA : REPORTED_ALPHA, spec.looks)[k]! *
  standardError;
