import { axisX, dot, gridX, ruleX, text } from "@observablehq/plot";
import type { Html } from "../../scripts/lib/page/html";
import { svg } from "../../scripts/probe/report/svg";
import { type Figure, verdictOf } from "../figures";

const WIDTH = 340;
const ROW_HEIGHT = 40;
/** Shares beyond these are drawn at the edge. */
const REACH = [0.01, 4] as const;
const COLOURS = { met: "var(--green)", MISSED: "var(--red)" } as const;

/** A figure with what earlier runs measured of it, the oldest first. */
export interface History {
  figure: Figure;
  earlier: readonly number[];
}

/**
 * How much of its limit a value takes: 1 is the limit itself, more is missed. Undefined without a
 * limit, and for a count of which there may be none, which has no share.
 */
export function shareOfLimit({ limit }: Pick<Figure, "limit">, value: number): number | undefined {
  if (!limit || limit.most === 0) return undefined;
  const { least = 0, most = Infinity } = limit;
  const share = Math.max(least / value, value / most);
  return Number.isFinite(share) ? share : undefined;
}

const drawable = (share: number): number => Math.min(REACH[1], Math.max(REACH[0], share));

/** Figures as shares of their limits, one a row: the last run as a dot, earlier ones as small ones. */
export function sharePlot(bench: string, histories: readonly History[]): Html | undefined {
  const rows = histories.flatMap(({ figure, earlier }) => {
    const share = shareOfLimit(figure, figure.value);
    if (share === undefined) return [];
    const verdict = verdictOf(figure) as keyof typeof COLOURS;
    return [
      { label: figure.figure, verdict, x: drawable(share), ink: COLOURS[verdict], figure, earlier },
    ];
  });
  if (rows.length === 0) return undefined;
  const before = rows.flatMap(({ figure, earlier }, y) =>
    earlier.flatMap((value) => {
      const share = shareOfLimit(figure, value);
      return share === undefined ? [] : [{ x: drawable(share), y }];
    }),
  );
  const placed = rows.map((row, y) => ({ ...row, y }));
  return svg(
    {
      width: WIDTH,
      height: rows.length * ROW_HEIGHT + 44,
      ...{ marginLeft: 14, marginRight: 14, marginTop: 18, marginBottom: 26 },
      style: { fontSize: "12px" },
      x: { type: "log", domain: [...REACH], label: null },
      y: { domain: [-0.6, rows.length - 0.4], reverse: true, axis: null },
      marks: [
        gridX([0.01, 0.1], { stroke: "var(--line)", strokeOpacity: 1 }),
        axisX([0.01, 0.1, 1], {
          tickSize: 0,
          label: null,
          tickFormat: (d: number) => `${100 * d} %`,
        }),
        ruleX([1], { stroke: "var(--soft)" }),
        text(["limit"], { x: 1, frameAnchor: "top", dy: -12, fill: "var(--soft)", fontSize: 11 }),
        text(placed, {
          ...{ frameAnchor: "left", dx: -14, textAnchor: "start", fill: "currentColor" },
          ...{ y: ({ y }: (typeof placed)[number]) => y - 0.36, text: "label" },
          ...{ lineWidth: 26, textOverflow: "ellipsis", stroke: "var(--panel)", strokeWidth: 5 },
        }),
        dot(before, { x: "x", y: "y", r: 2.4, fill: "var(--soft)", fillOpacity: 0.6 }),
        dot(placed, { x: "x", y: "y", r: 5, fill: "ink", stroke: "var(--panel)" }),
      ],
    },
    `${bench}: ${rows.map(({ label, verdict }) => `${label} ${verdict}`).join(", ")}`,
  );
}
