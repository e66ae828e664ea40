import type { MetricWithChange } from "../score/changes";
import type { Html } from "../../lib/page/html";
import { figure, pText, rangeText, signed } from "./format";
import { table } from "./table";

/** A change is significant when its corrected p is below this. */
const SIGNIFICANCE = 0.05;

/** The metrics whose difference between women and men is significantly smaller, and larger. */
export function significantChanges(metrics: readonly MetricWithChange[]): {
  smaller: readonly MetricWithChange[];
  larger: readonly MetricWithChange[];
} {
  const significant = metrics.filter(({ change }) => change.pAdjusted < SIGNIFICANCE);
  return {
    smaller: significant.filter(({ change }) => change.size < 0),
    larger: significant.filter(({ change }) => change.size >= 0),
  };
}

/** A table of the effects `before` and `here`, with their change, its interval and the change in words. */
export function changesTable(
  caption: string,
  before: string,
  here: string,
  metrics: readonly MetricWithChange[],
): Html {
  const { smaller, larger } = significantChanges(metrics);
  const changeText = (metric: MetricWithChange): string => {
    if (smaller.includes(metric)) return "smaller";
    if (larger.includes(metric)) return "larger";
    return "no change shown";
  };
  return table(
    caption,
    [
      "Measure",
      before,
      here,
      "Change",
      "95 % interval of the change",
      "p, corrected",
      { text: "Difference between women and men" },
    ],
    metrics.map((one) => [
      one.metric.name,
      figure(one.metric, one.effect - one.change.effect),
      figure(one.metric, one.effect),
      signed(one.change.effect),
      rangeText(one.change.interval, signed),
      pText(one.change.pAdjusted),
      changeText(one),
    ]),
  );
}
