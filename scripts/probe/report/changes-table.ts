import type { Changed } from "../score/changes";
import type { Html } from "./html";
import { figure, pText, signed } from "./sentences";
import { table } from "./table";

/** A corrected p below this shows a change. */
const SHOWN_BELOW = 0.05;

/** The metrics whose difference between women and men is shown to be smaller, and larger, than elsewhere. */
export function shownIn(metrics: readonly Changed[]): {
  smaller: readonly Changed[];
  larger: readonly Changed[];
} {
  const shown = metrics.filter(({ change }) => change.pAdjusted < SHOWN_BELOW);
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
  metrics: readonly Changed[],
): Html {
  const { smaller, larger } = shownIn(metrics);
  const became = (one: Changed): string =>
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
      became(one),
    ]),
  );
}
