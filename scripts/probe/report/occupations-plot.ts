import { axisY, dot, ruleY } from "@observablehq/plot";
import type { MetricResult, OccupationResult } from "../score/gate/metric-result";
import { html, NOTHING, type Html } from "./html";
import { figure, rangeText } from "./format";
import { inMargins, marginAxis } from "./margin-axis";
import { svg, VERDICT_COLOURS } from "./svg";

/** Recorded answers may have hundreds of occupations: the strongest are drawn. */
const MAX_OCCUPATIONS = 12;
const ROW_HEIGHT = 26;
/** The axis extends at least this many margins to either side. */
const MIN_REACH = 2;

type Estimated = OccupationResult & Required<Pick<OccupationResult, "effect" | "interval">>;

const isEstimated = (occupation: OccupationResult): occupation is Estimated =>
  occupation.effect !== undefined && occupation.interval !== undefined;

/** Small multiples: every occupation of every measure with its simultaneous interval. */
export const occupationPlots = (metrics: readonly MetricResult[]): Html =>
  html`<div class="cards">${metrics.map(occupationPlot)}</div>`;

function occupationPlot(result: MetricResult): Html {
  const estimated = result.strata.filter(isEstimated);
  if (estimated.length === 0) return NOTHING;
  const shown = [...estimated]
    .sort((a, b) => Math.abs(b.effect - result.nullValue) - Math.abs(a.effect - result.nullValue))
    .slice(0, MAX_OCCUPATIONS);
  const left = estimated.length - shown.length;
  return html`<figure>
    <figcaption>
      <strong>${result.metric.name}</strong
      >${left > 0 ? `, the ${shown.length} largest of ${estimated.length} occupations` : ""}
    </figcaption>
    ${drawn(result, shown)}
  </figure>`;
}

function drawn(result: MetricResult, shown: readonly Estimated[]): Html {
  const place = (value: number): number => inMargins(result, value);
  const reach = Math.max(
    MIN_REACH,
    ...shown.flatMap(({ interval }) => interval.map((end) => Math.abs(place(end)) * 1.05)),
  );
  const y = ({ occupation }: Estimated): string => occupation;
  const ink = ({ differs }: Estimated): string =>
    differs ? VERDICT_COLOURS.difference : "var(--soft)";
  const label = ({ occupation, effect, interval }: Estimated): string =>
    `${occupation}: ${figure(result.metric, effect)}, ${rangeText(interval, (end) => figure(result.metric, end))}.`;
  return svg(
    {
      width: 400,
      height: shown.length * ROW_HEIGHT + 44,
      marginLeft: 110,
      marginRight: 12,
      marginTop: 6,
      marginBottom: 36,
      style: { fontSize: "12px" },
      x: { domain: [-reach, reach], label: null },
      y: { type: "band", domain: shown.map(y), label: null, padding: 0.1 },
      marks: [
        ...marginAxis({ label: "margins (women minus men)", ticks: 5 }),
        axisY({ tickSize: 0, label: null }),
        ruleY(shown, {
          y,
          x1: ({ interval }: Estimated) => place(interval[0]),
          x2: ({ interval }: Estimated) => place(interval[1]),
          stroke: ink,
          strokeWidth: 2.5,
        }),
        dot(shown, {
          y,
          x: ({ effect }: Estimated) => place(effect),
          r: 4.5,
          fill: ink,
        }),
      ],
    },
    `${result.metric.name} by occupation, 95 % intervals for all together. ${shown.map(label).join(" ")}`,
  );
}
