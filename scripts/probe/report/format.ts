import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import type { Interval } from "../stats/interval";

/** "a, b and c". */
export function listText(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** A figure with its sign, `+` or `−` (U+2212); without a sign when it rounds to zero. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** The effect as a figure. */
export const effectText = ({ metric, effect }: MetricResult): string => figure(metric, effect);

/** A value on a metric's scale. An AUC has no sign: it is a share, and 0.50 means no difference. */
export const figure = ({ scale }: MetricResult["metric"], value: number): string =>
  scale === "auc" ? value.toFixed(2) : signed(value);

/** A p value with three decimals, never as zero. */
export const pText = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));

/** A share as a whole percentage. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** "−0.10 to +0.20", each end as `format` writes it. */
export const rangeText = ([low, high]: Interval, format: (end: number) => string): string =>
  `${format(low)} to ${format(high)}`;

/** A value as `format` writes it, or a dash where there is none. */
export const orDash = <T>(value: T | undefined, format: (value: T) => string): string =>
  value === undefined ? "–" : format(value);

/** The name of the metric with this id; the id itself where the gate has no result for it. */
export const nameOf = (metrics: Score["metrics"], id: string): string =>
  metrics.find(({ metric }) => metric.id === id)?.metric.name ?? id;
