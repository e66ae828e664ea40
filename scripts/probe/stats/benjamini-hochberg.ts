/**
 * Benjamini and Hochberg's step-up adjusted p values (1995, J. R. Statist. Soc. B 57, 289-300), in
 * the order given. The k-th smallest of m is multiplied by m / k; no adjusted value exceeds a later
 * one.
 * @example benjaminiHochberg([0.04, 0.01]) // [0.04, 0.02]
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((i, j) => pValues[j]! - pValues[i]!);
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  order.forEach((index, rank) => {
    lowest = Math.min(lowest, (pValues[index]! * pValues.length) / (pValues.length - rank));
    adjusted[index] = lowest;
  });
  return adjusted;
}
