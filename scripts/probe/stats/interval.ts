/** Both ends of an interval, in the unit of what it estimates. */
export type Interval = [low: number, high: number];

/**
 * Whether an interval lies inside the margin around a value; of a one-sided effect only its upper end counts.
 * @example isWithinMargin([-0.1, 0.3], 0, 0.4, false) // true
 */
export const isWithinMargin = (
  [low, high]: Interval,
  around: number,
  margin: number,
  oneSided: boolean,
): boolean => (oneSided || low > around - margin) && high < around + margin;

/**
 * Quantile of sorted values by linear interpolation between order statistics (Hyndman & Fan 1996,
 * type 7; numpy's default).
 * @example quantile([1, 2, 4], 0.75) // 3
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low === high ? low : low + (position - below) * (high - low);
}

/**
 * Two-sided percentile interval of bootstrap replicates.
 * @example percentileInterval(Float64Array.of(4, 0, 1, 3, 2), 0.5) // [1, 3]
 */
export function percentileInterval(replicates: Float64Array, confidence: number): Interval {
  const sorted = Float64Array.from(replicates).sort();
  return [quantile(sorted, (1 - confidence) / 2), quantile(sorted, 1 - (1 - confidence) / 2)];
}
