import { axisY, dot, ruleY, text } from "@observablehq/plot";
import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { BASELINE, type Condition } from "../text/lexicon";
import type { Html } from "./html";
import { effectText, intervalText } from "./format";
import { inMargins, marginAxis } from "./margin-axis";
import { svg, VERDICT_COLOURS } from "./svg";

/** One interval of the plot: a metric in one condition. */
interface Row {
  label: string;
  result: MetricResult;
  baseline: boolean;
}

const ROW_HEIGHT = 62;
/** The axis extends at least this many margins to either side. */
const MIN_REACH = 3;

/** Interval plot of every gate metric in every condition, with the margin as a band around zero. */
export function gatePlot(score: Score): Html {
  const rows = rowsOf(score);
  const reach = Math.max(
    MIN_REACH,
    ...rows.flatMap(({ result }) =>
      result.interval.map((end) => Math.abs(inMargins(result, end)) * 1.08),
    ),
  );
  const y = (row: Row): string => row.label;
  const endOf =
    (interval: "interval" | "interval90", end: 0 | 1) =>
    ({ result }: Row) =>
      inMargins(result, result[interval][end]);
  const ink = (row: Row): string =>
    row.baseline ? VERDICT_COLOURS[row.result.verdict] : "var(--soft)";
  // The meaning of the two ends is printed once per metric, under its last row.
  const closing = rows.filter((row, k) => row.result.metric !== rows[k + 1]?.result.metric);
  const endLabel = { y, dy: 23, fontSize: 11.5, fill: "var(--soft)" };
  return svg(
    {
      width: 860,
      height: rows.length * ROW_HEIGHT + 92,
      marginLeft: 236,
      marginRight: 24,
      marginTop: 34,
      marginBottom: 48,
      style: { fontSize: "13px" },
      x: { domain: [-reach, reach], label: null },
      y: { type: "band", domain: rows.map(y), label: null, padding: 0.1, tickSize: 0 },
      marks: [
        ...marginAxis({
          label: "distance from no difference, in margins (women minus men)",
          labelOffset: 42,
        }),
        text(["within the margin"], {
          x: 0,
          frameAnchor: "top",
          dy: -16,
          fill: "var(--band-ink)",
          fontSize: 12,
        }),
        axisY({ tickSize: 0, label: null, lineHeight: 1.3 }),
        ruleY(rows, {
          y,
          x1: endOf("interval", 0),
          x2: endOf("interval", 1),
          stroke: ink,
          strokeWidth: 1.75,
        }),
        ruleY(rows, {
          y,
          x1: endOf("interval90", 0),
          x2: endOf("interval90", 1),
          stroke: ink,
          strokeWidth: 5,
          strokeLinecap: "round",
        }),
        dot(rows, {
          y,
          x: ({ result }: Row) => inMargins(result, result.effect),
          r: 6.5,
          fill: (row: Row) => (row.baseline ? ink(row) : "var(--panel)"),
          stroke: ink,
          strokeWidth: 2,
        }),
        text(rows, {
          y,
          x: ({ result }: Row) => inMargins(result, result.effect),
          dy: -16,
          text: ({ result }: Row) => effectText(result),
          fontWeight: 600,
          fill: "currentColor",
        }),
        text(closing, {
          ...endLabel,
          x: -reach,
          textAnchor: "start",
          text: ({ result }: Row) => `← ${result.metric.ends.maleHigher}`,
        }),
        text(closing, {
          ...endLabel,
          x: reach,
          textAnchor: "end",
          text: ({ result }: Row) => `${result.metric.ends.femaleHigher} →`,
        }),
      ],
    },
    `Effect sizes with intervals. ${rows.map(altTextOf).join(" ")}`,
  );
}

function rowsOf({ metrics, mitigations, journal }: Score): Row[] {
  const rowOf = (result: MetricResult, condition: Condition | undefined, isBaseline: boolean) => ({
    label: `${result.metric.name}\n${condition ? `${condition.id}, ${condition.name}` : BASELINE}`,
    result,
    baseline: isBaseline,
  });
  const baseline = journal.header.spec.conditions.find(({ id }) => id === BASELINE);
  return metrics.flatMap((result) => [
    rowOf(result, baseline, true),
    ...mitigations.flatMap(({ condition, metrics: there }) =>
      there
        .filter(({ metric }) => metric === result.metric)
        .map((here) => rowOf(here, condition, false)),
    ),
  ]);
}

const altTextOf = ({ label, result }: Row): string =>
  `${label.replace("\n", ", ")}: ${effectText(result)}, ${intervalText(result)}.`;
