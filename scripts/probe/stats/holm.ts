/**
 * Holm's step-down adjusted p values (Holm 1979, Scandinavian Journal of Statistics 6, 65-70), in
 * the order given. The k-th smallest of m is multiplied by m − k + 1; adjusted values never
 * decrease and never exceed 1.
 * @example holm([0.04, 0.01]) // [0.04, 0.02]
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((i, j) => pValues[i]! - pValues[j]!);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}
