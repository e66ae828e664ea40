import { axisX, dot, gridX, rect, ruleX, ruleY, text } from "@observablehq/plot";
import type { Html } from "../../../lib/page/html";
import type { MetricResult } from "../../score/gate/metric-result";
import { mean } from "../../stats/strata";
import { unitContrasts } from "../../stats/units";
import { signed } from "../format";
import { svg, VERDICT_COLOURS } from "../svg";

const WIDTH = 340;
const ROW_HEIGHT = 52;
const REACH = 6;
/** Height of the seats' cloud below the class's line, in rows. */
const CLOUD = { top: 0.1, bottom: 0.42 };

/** Distance from no difference in margins. */
const inMargins = ({ margin }: MetricResult, distance: number): number =>
  Math.max(-REACH, Math.min(REACH, distance / margin));

/**
 * Every measure as one row: each seat's own difference as a small dot without a name, and above them
 * the class's with its interval. Seats lie below each other by their rank, so that none hides another.
 */
export function seatsPlot(results: readonly MetricResult[]): Html {
  const rows = results.map((result, y) => ({
    y,
    label: result.metric.name,
    ink: VERDICT_COLOURS[result.verdict],
    effect: inMargins(result, result.effect - result.nullValue),
    low: inMargins(result, result.interval[0] - result.nullValue),
    high: inMargins(result, result.interval[1] - result.nullValue),
  }));
  const seats = results.flatMap((result, y) => {
    const contrasts = unitContrasts(result.units ?? []);
    const depth = (k: number): number => ((k * 7) % 11) / 11;
    return contrasts.map((contrast, k) => ({
      x: inMargins(result, contrast),
      y: y + CLOUD.top + (CLOUD.bottom - CLOUD.top) * depth(k),
    }));
  });
  const reach = Math.max(
    2,
    ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]),
    ...seats.map(({ x }) => Math.abs(x)),
  );
  const spoken = results.map((result) => {
    const own = unitContrasts(result.units ?? []);
    const higher = own.length === 0 ? 0 : mean(own.map((value) => Number(value > 0)));
    return `${result.metric.name} class ${signed(result.effect - result.nullValue)}, ${result.verdict}; higher in answers about women in ${Math.round(100 * higher)} % of the seats.`;
  });
  return svg(
    {
      width: WIDTH,
      height: results.length * ROW_HEIGHT + 50,
      ...{ marginLeft: 14, marginRight: 14, marginTop: 18, marginBottom: 32 },
      style: { fontSize: "12px" },
      x: { domain: [-reach * 1.05, reach * 1.05], label: null },
      y: { domain: [-0.5, results.length - 0.5], reverse: true, axis: null },
      marks: [
        rect([1], { x1: -1, x2: 1, fill: "var(--band)" }),
        gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({ ticks: 5, tickSize: 0, tickFormat: (d: number) => signed(d, 0), label: null }),
        ruleX([0], { stroke: "var(--soft)" }),
        text(["margin"], {
          ...{ x: 0, frameAnchor: "top", dy: -12, fill: "var(--band-ink)", fontSize: 11 },
        }),
        text(rows, {
          ...{ frameAnchor: "left", dx: -14, textAnchor: "start", fill: "currentColor" },
          ...{ y: ({ y }: (typeof rows)[number]) => y - 0.32, text: "label" },
        }),
        dot(seats, { x: "x", y: "y", r: 2.6, fill: "var(--soft)", fillOpacity: 0.55 }),
        ruleY(rows, { x1: "low", x2: "high", y: "y", stroke: "ink", strokeWidth: 3 }),
        dot(rows, { x: "effect", y: "y", r: 5, fill: "ink", stroke: "var(--panel)" }),
      ],
    },
    spoken.join(" "),
  );
}
