import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { effectText, figure, orDash, pText, rangeText, signed } from "./format";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { table } from "./table";

/** The statistics behind the measures, folded; nothing where no measure compares. */
export function figuresSection({ metrics, looks }: Score): Html {
  if (metrics.length === 0) return NOTHING;
  return html`<section aria-labelledby="figures">
    <h2 id="figures">The statistics</h2>
    <p>
      An effect g is a difference in units of the spread of answers to one question: as a rule of
      thumb 0.2 is small, 0.5 medium, 0.8 large. An AUC is how often a computer guesses right of two
      answers, one about a woman and one about a man: 0.50 is guessing. A risk difference is a
      difference of two shares.
    </p>
    <details class="printed">
      <summary>Every measure in figures</summary>
      ${statisticsTable(metrics, looks !== undefined)}
    </details>
    <details>
      <summary>Every occupation in figures</summary>
      ${metrics.map(occupationsTable)}
    </details>
  </section>`;
}

/** A sequential run has a p at its last look only, and none corrected: its boundaries correct instead. */
const statisticsTable = (metrics: readonly MetricResult[], isSequential: boolean): Html =>
  table(
    "Effects on average over the occupations, women minus men",
    [
      "Measure",
      { text: "Scale" },
      "Effect",
      "95 % interval",
      isSequential ? "p at the last look" : "p",
      ...(isSequential ? [] : ["p, corrected"]),
      "Margin",
      "Typical size of an occupation, at most",
      "Smallest effect it could find",
    ],
    metrics.map((result) => [
      result.metric.name,
      result.metric.scale === "auc" ? "AUC" : result.metric.scale,
      effectText(result),
      rangeText(result.interval, (end) => figure(result.metric, end)),
      orDash(result.p, pText),
      ...(isSequential ? [] : [orDash(result.pAdjusted, pText)]),
      (result.nullValue + result.margin).toFixed(2),
      orDash(result.spread, ({ upper }) => (result.nullValue + upper).toFixed(2)),
      (result.nullValue + result.minimumDetectable).toFixed(2),
    ]),
  );

const occupationsTable = ({ metric, strata, difference }: MetricResult): Html =>
  table(
    `${metric.name} Mean score by occupation (${metric.unit})`,
    ["Occupation", "Women", "Men", "Women − men", "Answers"],
    [
      ...strata.map(({ occupation, female, male, difference: own }) => [
        occupation,
        signed(female.mean),
        signed(male.mean),
        signed(own),
        `${female.n} + ${male.n}`,
      ]),
      ["Mean of the occupations", "", "", signed(difference), ""],
    ],
  );
