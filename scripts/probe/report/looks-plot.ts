import { areaY, axisX, axisY, dot, gridY, line, ruleY, text } from "@observablehq/plot";
import { isOneSided } from "../metrics/metric";
import type { Score } from "../score";
import type { Look, SequentialResult } from "../score/sequential";
import type { Html } from "./html";
import { signed } from "./format";
import { svg, VERDICT_COLOURS } from "./svg";

const COLUMNS = 3;
const ROW_HEIGHT = 215;
/** Limits of the axis. Early boundaries are larger than `most`: they are drawn at the edge. */
const REACH = { least: 4.5, most: 9 };

/** The panel of one metric, in column `fx` and row `fy`. */
interface Panel {
  name: string;
  oneSided: boolean;
  fx: number;
  fy: number;
  result: SequentialResult;
}

/** One small panel per metric of the gate: its z at each look, against that look's boundary. */
export function looksPlot({ sequential, metrics, looks }: Score): Html {
  const panels = sequential.map((result, k): Panel => {
    const metric = metrics.find((one) => one.metric.id === result.id)?.metric;
    return {
      name: metric?.name ?? result.id,
      oneSided: metric !== undefined && isOneSided(metric.scale),
      fx: k % COLUMNS,
      fy: Math.floor(k / COLUMNS),
      result,
    };
  });
  const all = panels.flatMap(({ result }) => result.looks.map(({ z }) => Math.abs(z)));
  const reach = Math.min(REACH.most, Math.max(REACH.least, ...all.map((z) => 1.15 * z)));
  const clamp = (z: number): number => Math.max(-reach, Math.min(reach, z));
  const points = panels.flatMap(({ fx, fy, result }) =>
    result.looks.map((look) => ({
      fx,
      fy,
      x: look.answersPerQuestion,
      z: clamp(look.z),
      ...markOf(result, look),
    })),
  );
  const edges = panels.flatMap(({ fx, fy, oneSided, result }) =>
    (oneSided ? [1] : [1, -1]).flatMap((side) =>
      result.looks.map(({ answersPerQuestion: x, boundary }) => ({
        fx,
        fy,
        x,
        side,
        y: clamp(side * boundary),
        end: side * reach,
      })),
    ),
  );
  const rows = Math.ceil(panels.length / COLUMNS);
  const planned = looks?.planned ?? [];
  const facet = { fx: "fx", fy: "fy" };
  const heading = { ...facet, frameAnchor: "top-left", fontWeight: 600 } as const;
  return svg(
    {
      width: 860,
      height: rows * ROW_HEIGHT + 44,
      marginTop: 44,
      marginLeft: 40,
      marginRight: 12,
      marginBottom: 40,
      style: { fontSize: "12px" },
      x: { domain: [0, planned.at(-1) ?? 1], label: null },
      y: { domain: [-reach, reach], label: null },
      fx: { axis: null, padding: 0.08 },
      fy: { axis: null, padding: 0.3 },
      marks: [
        areaY(edges, { ...facet, x: "x", y1: "y", y2: "end", z: "side", fill: "var(--beyond)" }),
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisY({ ticks: 5, tickSize: 0, tickFormat: (d: number) => signed(d, 0) }),
        axisX({ ticks: [...planned], tickSize: 0, tickFormat: String }),
        ruleY([0], { stroke: "var(--soft)" }),
        line(edges, {
          ...facet,
          x: "x",
          y: "y",
          z: "side",
          stroke: "var(--difference)",
          strokeDasharray: "4,3",
        }),
        line(points, { ...facet, x: "x", y: "z", stroke: "var(--ink)", strokeWidth: 1.75 }),
        dot(points, {
          ...facet,
          x: "x",
          y: "z",
          r: "r",
          fill: "fill",
          stroke: "stroke",
          strokeWidth: 2,
        }),
        text(panels, {
          ...heading,
          dy: -38,
          text: "name",
          fontSize: 13,
          fill: "currentColor",
        }),
        text(panels, {
          ...heading,
          dy: -20,
          text: ({ result }: Panel) => decisionOf(result),
          fill: ({ result }: Panel) => VERDICT_COLOURS[result.verdict],
        }),
      ],
    },
    `z of each measure at each look, against the boundary fixed for it. ${panels.map(altTextOf).join(" ")}`,
  );
}

/** "difference, at 16". */
export const decisionOf = ({ verdict, decidedAt }: SequentialResult): string =>
  decidedAt === undefined ? "not decided" : `${verdict}, at ${decidedAt}`;

/** The dot of a look; the deciding one is larger and has the colour of the verdict. */
function markOf(result: SequentialResult, look: Look): { r: number; fill: string; stroke: string } {
  if (look.answersPerQuestion !== result.decidedAt)
    return { r: 3.5, fill: "var(--panel)", stroke: "var(--ink)" };
  const colour = VERDICT_COLOURS[result.verdict];
  return { r: 6.5, fill: colour, stroke: colour };
}

function altTextOf({ name, result }: Panel): string {
  const looks = result.looks.map(
    ({ answersPerQuestion, z, boundary }) =>
      `${signed(z)} at ${answersPerQuestion} (boundary ${boundary.toFixed(2)})`,
  );
  return `${name}: ${looks.join(", ")}; ${decisionOf(result)}.`;
}
