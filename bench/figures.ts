import { table } from "../scripts/lib/shell/table";

/** What a value must be: at most, at least, or both. A number of an issue or of the field, never of an earlier run. */
export interface Limit {
  least?: number;
  most?: number;
}

/** One number of a bench. */
export interface Figure {
  figure: string;
  /** NaN where it was not measured. */
  value: number;
  /** `s`, `MiB`, `%`; `×` for a ratio of things measured in turn; none for a count. */
  unit?: string;
  /** None for a figure to compare with. */
  limit?: Limit | undefined;
  /** Digits after the point. Default: 2, and of a count 0 */
  digits?: number;
  /** Why it was not measured. */
  reason?: string;
}

export type Verdict = "met" | "MISSED" | "not measured" | "";

/** A figure that could not be measured here, with the reason. */
export const notMeasured = (figure: string, reason: string, limit?: Limit): Figure => ({
  figure,
  value: NaN,
  limit,
  reason,
});

/** A count of what went wrong, of which there may be none. */
export const none = (figure: string, value: number): Figure => ({
  figure,
  value,
  limit: { most: 0 },
});

/** The highest rate that `runs` runs may show, in percent, where the true one is 5 %: its 97.5 % limit. */
export const fivePercent = (runs: number): Limit => ({
  most: 5 + 196 * Math.sqrt((0.05 * 0.95) / runs),
});

/** A share as percent. */
export const percent = (figure: string, share: number, limit?: Limit): Figure => ({
  figure,
  value: 100 * share,
  unit: "%",
  digits: 1,
  limit,
});

/** What a figure's limit says of it; nothing where it has none. */
export function verdictOf({ value, limit }: Pick<Figure, "value" | "limit">): Verdict {
  if (Number.isNaN(value)) return "not measured";
  if (!limit) return "";
  const { least = -Infinity, most = Infinity } = limit;
  return least <= value && value <= most ? "met" : "MISSED";
}

/** `≤ 180`, `≥ 8`, `≥ 93, ≤ 97`; nothing without a limit. */
export function limitText({ least, most }: Limit = {}): string {
  const parts = [
    ["≥", least],
    ["≤", most],
  ] as const;
  return parts
    .flatMap(([sign, number]) =>
      number === undefined ? [] : `${sign} ${Number(number.toFixed(2))}`,
    )
    .join(", ");
}

/** `12.3 s`, or why there is no value. */
export function valueText({
  value,
  unit = "",
  digits = unit === "" ? 0 : 2,
  reason,
}: Figure): string {
  if (Number.isNaN(value)) return reason ?? "";
  return `${value.toFixed(digits)} ${unit}`.trim();
}

/** All figures as one table of text. */
export const figuresTable = (figures: readonly (Figure & { bench: string })[]): string =>
  table(
    ["bench", "figure", "value", "limit", "verdict"],
    figures.map((one) => [
      one.bench,
      one.figure,
      valueText(one),
      limitText(one.limit),
      verdictOf(one),
    ]),
  );

/** The middle value; the mean of the middle two for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

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
