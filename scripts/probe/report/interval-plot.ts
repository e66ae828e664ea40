import { axisX, dot, gridX, rect, ruleX, ruleY, text } from "@observablehq/plot";
import type { MetricResult } from "../score/gate/metric-result";
import type { Interval } from "../stats/interval";
import { figure, rangeText, signed } from "./format";
import { NOTHING, type Html } from "../../lib/page/html";
import { svg } from "./svg";

/** An effect with its intervals: one row of a plot, under its own label. */
export interface IntervalRow {
  label: string;
  effect: number;
  /** 95 %: the thin line. */
  interval: Interval;
  /** 90 %: the thick line. */
  interval90?: Interval;
  ink: string;
  /** A filled dot has part in the verdict, a hollow one has none. */
  isHollow?: boolean;
}

const WIDTH = 340;
const ROW_HEIGHT = 33;
const MARGIN = { top: 22, bottom: 44 };
/** Room for half of the last figure of the axis. */
const SIDE = 14;
/** Width of a label beside the row's figure. */
const LABEL_EMS = 19;
/** Limits of the axis, in margins. What is further out ends in an arrow at the edge. */
const REACH = { least: 2, most: 6 };

/** Distance from no difference in margins, so that measures of different scales share one axis. */
const inMargins = (
  { nullValue, margin }: Pick<MetricResult, "nullValue" | "margin">,
  value: number,
): number => (value - nullValue) / margin;

/** How far the common axis of several plots extends to either side, in margins. */
export const reachOf = (
  plots: readonly { result: MetricResult; rows: readonly IntervalRow[] }[],
): number => {
  const ends = plots.flatMap(({ result, rows }) =>
    rows.flatMap(({ interval }) => interval.map((end) => Math.abs(inMargins(result, end)))),
  );
  return Math.min(REACH.most, Math.max(REACH.least, ...ends.map((end) => 1.08 * end)));
};

/**
 * Effects of one measure in margins, with the margin as a band around no difference. Labels stand
 * above their rows, so that the plot can be read on a phone. Nothing without rows.
 */
export function intervalPlot(
  result: MetricResult,
  rows: readonly IntervalRow[],
  reach: number,
): Html {
  if (rows.length === 0) return NOTHING;
  const { metric } = result;
  const place = (value: number): number =>
    Math.max(-reach, Math.min(reach, inMargins(result, value)));
  const drawn = rows.map((row, k) => ({ ...row, labelY: k - 0.22, y: k + 0.2 }));
  const lineOf = (interval: "interval" | "interval90", strokeWidth: number) =>
    ruleY(
      drawn.filter((row) => row[interval] !== undefined),
      {
        y: "y",
        x1: (row: IntervalRow) => place(row[interval]![0]),
        x2: (row: IntervalRow) => place(row[interval]![1]),
        stroke: "ink",
        strokeWidth,
      },
    );
  const arrows = drawn.flatMap(({ interval: [low, high], y, ink }) => [
    ...(inMargins(result, low) < -reach ? [{ x: -reach, y, ink, arrow: "◂" }] : []),
    ...(inMargins(result, high) > reach ? [{ x: reach, y, ink, arrow: "▸" }] : []),
  ]);
  const label = { y: "labelY", fill: "currentColor" } as const;
  const end = { dy: 36, fontSize: 12, fill: "var(--soft)" } as const;
  return svg(
    {
      width: WIDTH,
      height: rows.length * ROW_HEIGHT + MARGIN.top + MARGIN.bottom,
      marginLeft: SIDE,
      marginRight: SIDE,
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      style: { fontSize: "13px" },
      x: { domain: [-reach, reach], label: null },
      y: { domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        rect([1], { x1: -1, x2: 1, fill: "var(--band)" }),
        gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({ ticks: 5, tickSize: 0, tickFormat: (d: number) => signed(d, 0), label: null }),
        ruleX([0], { stroke: "var(--soft)" }),
        text(["margin"], {
          x: 0,
          frameAnchor: "top",
          dy: -14,
          fill: "var(--band-ink)",
          fontSize: 12,
        }),
        text(drawn, {
          ...label,
          frameAnchor: "left",
          dx: -SIDE,
          textAnchor: "start",
          text: "label",
          // The table of figures has the whole name.
          lineWidth: LABEL_EMS,
          textOverflow: "ellipsis",
        }),
        text(drawn, {
          ...label,
          frameAnchor: "right",
          dx: SIDE,
          textAnchor: "end",
          fontWeight: 600,
          text: ({ effect }: IntervalRow) => figure(metric, effect),
        }),
        lineOf("interval", 1.75),
        lineOf("interval90", 5),
        text(arrows, { x: "x", y: "y", text: "arrow", fill: "ink", fontSize: 12 }),
        dot(drawn, {
          y: "y",
          x: ({ effect }: IntervalRow) => place(effect),
          r: 4.5,
          fill: (row: IntervalRow) => (row.isHollow ? "var(--panel)" : row.ink),
          stroke: "ink",
          strokeWidth: 1.75,
        }),
        text([`← ${metric.ends.maleHigher}`], { ...end, frameAnchor: "bottom-left", dx: -SIDE }),
        text([`${metric.ends.femaleHigher} →`], { ...end, frameAnchor: "bottom-right", dx: SIDE }),
      ],
    },
    `${metric.name} ${drawn.map((row) => spoken(result, row)).join(" ")}`,
  );
}

const spoken = ({ metric }: MetricResult, { label, effect, interval }: IntervalRow): string =>
  `${label}: ${figure(metric, effect)}, 95 % interval ${rangeText(interval, (end) => figure(metric, end))}.`;
