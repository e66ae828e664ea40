/** The middle value; the mean of the middle two for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** `median (min … max)` with a unit. */
export const spread = (values: readonly number[], unit: string, digits = 2): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} … ${Math.max(...values).toFixed(digits)}) ${unit}`;

/** Median of the pairwise ratios, which a drift of the machine's speed does not bias. */
export const ratio = (a: readonly number[], b: readonly number[]): number =>
  median(a.map((value, i) => value / b[i]!));

/** Share of `runs` runs, counted from 0, in which an event occurs. */
export function shareOf(runs: number, occurs: (run: number) => boolean): number {
  let count = 0;
  for (let run = 0; run < runs; run++) if (occurs(run)) count++;
  return count / runs;
}

/** Duration of asynchronous work in seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Bytes of a mebibyte. */
export const MIB = 1024 * 1024;
