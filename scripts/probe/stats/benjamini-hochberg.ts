/**
 * Benjamini and Hochberg's step-up adjusted p values (1995, J. R. Statist. Soc. B 57, 289-300), in the order given: the
 * k-th smallest of m is multiplied by m / k, and no adjusted value exceeds a later one.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number>(pValues.length);
  let lowest = 1;
  order.forEach((index, rank) => {
    lowest = Math.min(lowest, (pValues[index]! * pValues.length) / (pValues.length - rank));
    adjusted[index] = lowest;
  });
  return adjusted;
}
