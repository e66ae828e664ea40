import type { MetricWithChange } from "../score/changes";
import type { Html } from "./html";
import { figure, pText, signed } from "./sentences";
import { table } from "./table";

/** A corrected p below this shows a change. */
const SIGNIFICANCE = 0.05;

/** The metrics whose difference between women and men is shown to be smaller, and larger, than elsewhere. */
export function significantChanges(metrics: readonly MetricWithChange[]): {
  smaller: readonly MetricWithChange[];
  larger: readonly MetricWithChange[];
} {
  const shown = metrics.filter(({ change }) => change.pAdjusted < SIGNIFICANCE);
  return {
    smaller: shown.filter(({ change }) => change.size < 0),
    larger: shown.filter(({ change }) => change.size >= 0),
  };
}

/** Effects side by side, `before` and `here`, with their difference, its interval and what became of the difference. */
export function changesTable(
  caption: string,
  before: string,
  here: string,
  metrics: readonly MetricWithChange[],
): Html {
  const { smaller, larger } = significantChanges(metrics);
  const changeText = (one: MetricWithChange): string =>
    smaller.includes(one) ? "smaller" : larger.includes(one) ? "larger" : "no change shown";
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
      `${signed(one.change.interval[0])} to ${signed(one.change.interval[1])}`,
      pText(one.change.pAdjusted),
      changeText(one),
    ]),
  );
}
