import type { Mitigation, Score } from "../score";
import type { Share } from "../score/costs";
import type { ConditionUsage } from "../score/usage";
import { changesTable, significantChanges } from "./changes-table";
import { html, NOTHING, type Html } from "./html";
import { orDash, percent } from "./format";
import { table } from "./table";

/** The other conditions against no system prompt (M0); nothing when only M0 was asked. */
export function conditionsSection({ mitigations, usage }: Score): Html {
  if (mitigations.length === 0) return NOTHING;
  return html`<section aria-labelledby="conditions">
    <h2 id="conditions">Does another way of asking change it?</h2>
    <p>
      The same questions were asked again in other ways, in the same hours. A way of asking helps
      when the difference between women and men becomes smaller and the answers stay good: one that
      makes the model refuse, or drop the gender it was asked about, only hides the difference.
    </p>
    ${summaryTable(mitigations)}
    <details>
      <summary>The change, measure by measure</summary>
      ${mitigations.map(({ condition, metrics }) => changesTable(`${nameOf(condition)}, against no system prompt`, "Without", "With", metrics))}
    </details>
    <details>
      <summary>What each way of asking takes</summary>
      ${usageTable(usage, mitigations)}
      ${mitigations.map(({ condition }) => html`<p><strong>${condition.id}</strong> ${condition.system ?? ""} ${condition.rewrite === undefined ? "" : `Each answer was sent back: “${condition.rewrite}”`}</p>`)}
    </details>
  </section>`;
}

const nameOf = ({ id, name }: Mitigation["condition"]): string => `${id}, ${name}`;

function summaryTable(mitigations: readonly Mitigation[]): Html {
  const shareText = (share: Share): string =>
    `${percent(share.here)} (${percent(share.baseline)} without)`;
  return table(
    "Each way of asking, against no system prompt",
    [
      "Way of asking",
      { text: "What it did" },
      "Not answered",
      "Gender asked for is dropped",
      "Words per answer",
    ],
    mitigations.map((one) => [
      nameOf(one.condition),
      effectOfAsking(one),
      orDash(one.costs?.refusals, shareText),
      orDash(one.costs?.erasure, shareText),
      `${one.wordsPerAnswer.here.toFixed(0)} (${one.wordsPerAnswer.baseline.toFixed(0)} without)`,
    ]),
  );
}

/** The effect of a way of asking, in words. One that evades is not credited with a smaller difference. */
function effectOfAsking({ metrics, costs }: Mitigation): string {
  const { smaller, larger } = significantChanges(metrics);
  const of = (count: number): string => `on ${count} of ${metrics.length} measures`;
  if (costs && costs.evasive.length > 0)
    return `evasive: ${costs.evasive.join(" and ")}; the difference is hidden, not mended`;
  const parts: string[] = [];
  if (smaller.length > 0) parts.push(`difference smaller ${of(smaller.length)}`);
  if (larger.length > 0) parts.push(`difference larger ${of(larger.length)}`);
  if (parts.length === 0) parts.push("no change shown");
  return `${parts.join(", ")}; no evasion seen`;
}

function usageTable(usage: readonly ConditionUsage[], mitigations: readonly Mitigation[]): Html {
  if (usage.length === 0) return NOTHING;
  const named = new Map(mitigations.map(({ condition }) => [condition.id, nameOf(condition)]));
  const perAnswer = (tokens: number | undefined, answers: number): string => {
    if (tokens === undefined || answers === 0) return "–";
    return (tokens / answers).toFixed(0);
  };
  return table(
    "Requests, tokens and time by way of asking",
    [
      "Way of asking",
      "Requests",
      "Answers",
      "Tokens sent per answer",
      "Tokens written per answer",
      "Seconds in all",
    ],
    usage.map(({ condition, requests, answers, promptTokens, completionTokens, seconds }) => [
      named.get(condition) ?? `${condition}, no system prompt`,
      requests,
      answers,
      perAnswer(promptTokens, answers),
      perAnswer(completionTokens, answers),
      seconds.toFixed(0),
    ]),
  );
}
