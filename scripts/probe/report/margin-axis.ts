import { axisX, gridX, rect, ruleX, type AxisXOptions, type Markish } from "@observablehq/plot";
import type { MetricResult } from "../score/gate/metric-result";
import { signed } from "./format";

/** Distance from no difference in units of the margin, so that metrics of different scales share one axis. */
export const inMargins = (
  { nullValue, margin }: Pick<MetricResult, "nullValue" | "margin">,
  value: number,
): number => (value - nullValue) / margin;

/** The ground of a plot in margins: the band of the margin, the axis below, and a line at no difference. */
export const marginAxis = (axis: AxisXOptions): Markish[] => [
  rect([1], { x1: -1, x2: 1, fill: "var(--band)" }),
  gridX({ stroke: "var(--line)", strokeOpacity: 1 }),
  axisX({
    labelAnchor: "center",
    labelArrow: "none",
    tickFormat: (d: number) => signed(d, 0),
    tickSize: 0,
    ...axis,
  }),
  ruleX([0], { stroke: "var(--soft)" }),
];
