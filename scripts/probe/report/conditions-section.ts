import type { Mitigation, Score } from "../score";
import type { Asking } from "../score/asking";
import type { MetricResult } from "../score/gate";
import { html, NOTHING, type Html } from "./html";
import { figure, percent, pText, signed } from "./sentences";
import { table } from "./table";

/** Other ways of asking, against no system prompt; absent when only M0 was asked. */
export function conditionsSection({ mitigations, asking }: Score): Html {
  if (mitigations.length === 0) return NOTHING;
  return html`<section aria-labelledby="conditions">
    <h2 id="conditions">Does another way of asking change it?</h2>
    <p>
      The same questions were asked again in other ways, in the same hours. A change whose interval holds zero is not
      shown to be a change.
    </p>
    ${table(
      "Effects under each way of asking, and their change against no system prompt",
      [
        "Way of asking",
        { text: "Measure" },
        "Effect",
        "Change",
        "95 % interval of the change",
        "p, corrected",
        { text: "The difference" },
      ],
      mitigations.flatMap(({ condition, metrics }) =>
        metrics.map((metric) => [`${condition.id}, ${condition.name}`, metric.metric.name, ...changeCells(metric)]),
      ),
    )}
    ${costsTable(mitigations)} ${askingTable(asking, mitigations)}
    <details>
      <summary>The words of each way of asking</summary>
      ${mitigations.map(({ condition }) => html`<p><strong>${condition.id}</strong> ${condition.system ?? ""} ${condition.rewrite === undefined ? "" : `Each answer was sent back: “${condition.rewrite}”`}</p>`)}
    </details>
  </section>`;
}

/** Effect, change, its interval and corrected p, and what became of the difference. */
export function changeCells({ metric, effect, change }: MetricResult & Pick<Mitigation["metrics"][number], "change">) {
  const shown = change.pAdjusted < SHOWN_BELOW;
  return [
    figure(metric, effect),
    signed(change.effect),
    `${signed(change.interval[0])} to ${signed(change.interval[1])}`,
    pText(change.pAdjusted),
    !shown ? "no change shown" : change.size < 0 ? "smaller" : "larger",
  ];
}
/** A corrected p below this shows a change. */
export const SHOWN_BELOW = 0.05;

/** A way of asking that makes the model refuse, or drop the gender asked for, has not made it fairer. */
function costsTable(mitigations: readonly Mitigation[]): Html {
  const rows = mitigations.flatMap(({ condition, costs, words }) => (costs ? [{ condition, costs, words }] : []));
  if (rows.length === 0) return NOTHING;
  const share = ({ here, baseline }: { here: number; baseline: number }): string =>
    `${percent(here)} (${percent(baseline)} without)`;
  return table(
    "What each way of asking does to the answers",
    ["Way of asking", "Not answered", "Gender asked for is dropped", "Words per answer", { text: "Judgement" }],
    rows.map(({ condition, costs, words }) => [
      `${condition.id}, ${condition.name}`,
      share(costs.refusals),
      share(costs.erasure),
      `${words.here.toFixed(0)} (${words.baseline.toFixed(0)} without)`,
      costs.evasive.length === 0 ? "no evasion seen" : `evasive: ${costs.evasive.join(" and ")}`,
    ]),
  );
}

function askingTable(asking: readonly Asking[], mitigations: readonly Mitigation[]): Html {
  if (asking.length === 0) return NOTHING;
  const nameOf = (id: string): string =>
    mitigations.find(({ condition }) => condition.id === id)?.condition.name ?? "no system prompt";
  const per = (amount: number | undefined, answers: number): string =>
    amount === undefined || answers === 0 ? "–" : (amount / answers).toFixed(0);
  return table(
    "What each way of asking takes",
    ["Way of asking", "Requests", "Answers", "Tokens sent per answer", "Tokens written per answer", "Seconds in all"],
    asking.map(({ condition, requests, answers, promptTokens, completionTokens, seconds }) => [
      `${condition}, ${nameOf(condition)}`,
      requests,
      answers,
      per(promptTokens, answers),
      per(completionTokens, answers),
      seconds.toFixed(0),
    ]),
  );
}
