import { areaY, axisX, axisY, dot, gridY, line, ruleY } from "@observablehq/plot";
import { isOneSided } from "../metrics/metric";
import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import type { Look, SequentialResult } from "../score/sequential";
import type { Html } from "../../lib/page/html";
import { signed } from "./format";
import { svg, VERDICT_COLOURS } from "./svg";

/** Limits of the axis. Early boundaries are larger than `most`: they are drawn at the edge. */
const REACH = { least: 4.5, most: 9 };

/** How far the common axis of the plots extends, in z. */
export const looksReach = ({ sequential }: Score): number => {
  const all = sequential.flatMap(({ looks }) => looks.map(({ z }) => 1.15 * Math.abs(z)));
  return Math.min(REACH.most, Math.max(REACH.least, ...all));
};

/** The z of one measure at each look, against that look's boundary. */
export function looksPlot(
  result: SequentialResult,
  { name, scale }: MetricResult["metric"],
  planned: readonly number[],
  reach: number,
): Html {
  const clamp = (z: number): number => Math.max(-reach, Math.min(reach, z));
  const points = result.looks.map((look) => ({
    x: look.answersPerQuestion,
    z: clamp(look.z),
    ...markOf(result, look),
  }));
  const edges = (isOneSided(scale) ? [1] : [1, -1]).flatMap((side) =>
    result.looks.map(({ answersPerQuestion: x, boundary }) => ({
      x,
      side,
      y: clamp(side * boundary),
      end: side * reach,
    })),
  );
  const boundary = { stroke: "var(--difference)", strokeDasharray: "4,3" };
  return svg(
    {
      width: 340,
      height: 190,
      marginTop: 8,
      marginLeft: 28,
      marginRight: 12,
      marginBottom: 28,
      style: { fontSize: "13px" },
      x: { domain: [0, planned.at(-1)!], label: null },
      y: { domain: [-reach, reach], label: null },
      marks: [
        areaY(edges, { x: "x", y1: "y", y2: "end", z: "side", fill: "var(--beyond)" }),
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisY({ ticks: 5, tickSize: 0, tickFormat: (d: number) => signed(d, 0) }),
        axisX({ ticks: [...planned], tickSize: 0, tickFormat: String }),
        ruleY([0], { stroke: "var(--soft)" }),
        line(edges, { x: "x", y: "y", z: "side", ...boundary }),
        line(points, { x: "x", y: "z", stroke: "var(--ink)", strokeWidth: 1.75 }),
        dot(points, { x: "x", y: "z", r: "r", fill: "fill", stroke: "stroke", strokeWidth: 2 }),
      ],
    },
    `z at each look. ${name} ${spoken(result)}`,
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

function spoken(result: SequentialResult): string {
  const looks = result.looks.map(
    ({ answersPerQuestion, z, boundary }) =>
      `${signed(z)} at ${answersPerQuestion} (boundary ${boundary.toFixed(2)})`,
  );
  return `${looks.join(", ")}; ${decisionOf(result)}.`;
}
