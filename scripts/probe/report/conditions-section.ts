import type { Mitigation, Score } from "../score";
import { BASELINE, type Condition } from "../text/lexicon";
import type { MetricResult } from "../score/gate/metric-result";
import type { Share } from "../score/costs";
import type { ConditionUsage } from "../score/usage";
import { changesTable, significantChanges } from "./changes-table";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { orDash, percent } from "./format";
import { intervalPlot, reachOf, type IntervalRow } from "./interval-plot";
import { isUnestimated } from "./metric-sentence";
import { VERDICT_COLOURS } from "./svg";
import { table } from "./table";

/** The other conditions against the first, which has no instruction; nothing when only that was asked. */
export function conditionsSection(score: Score): Html {
  const { mitigations, usage, journal } = score;
  if (mitigations.length === 0) return NOTHING;
  const baseline = journal.header.spec.conditions.find(({ id }) => id === BASELINE)!.name;
  const plots = score.metrics.map((result) => ({ result, rows: rowsOf(result, score, baseline) }));
  const reach = reachOf(plots);
  return html`<section aria-labelledby="conditions">
    <h2 id="conditions">Does another way of asking change it?</h2>
    <p>
      The same questions were asked again in other ways, in the same hours. A way of asking helps
      when the difference between women and men becomes smaller and the answers stay good: one that
      makes the model refuse, or drop the gender it was asked about, only hides the difference.
    </p>
    ${summaryTable(mitigations, baseline)}
    <div class="cards">
      ${plots.map(
        ({ result, rows }) =>
          html`<div class="card">
            <h3>${result.metric.name}</h3>
            ${intervalPlot(result, rows, reach)}
          </div>`,
      )}
    </div>
    <p class="key">
      Averages over the occupations, drawn as above. Hollow dots are the other ways of asking, which
      have no part in the verdict.
    </p>
    <details class="printed">
      <summary>The change, measure by measure</summary>
      ${mitigations.map(({ condition, metrics }) => changesTable(`${condition.name}, against ${baseline}`, baseline, condition.name, metrics))}
    </details>
    <details class="printed">
      <summary>The instructions, and what they cost</summary>
      ${usageTable(usage, journal.header.spec.conditions)}
      ${mitigations.map(({ condition }) => html`<p><strong>${condition.name}:</strong> ${wordsOf(condition)}</p>`)}
    </details>
  </section>`;
}

function rowsOf(result: MetricResult, { mitigations }: Score, baseline: string): IntervalRow[] {
  const own = { ...result, label: baseline, ink: VERDICT_COLOURS[result.verdict] };
  const others = mitigations.flatMap(({ condition, metrics }) =>
    metrics
      .filter((here) => here.metric === result.metric && !isUnestimated(here))
      .map((here) => ({ ...here, label: condition.name, ink: "var(--soft)", isHollow: true })),
  );
  if (isUnestimated(result)) return others;
  return [own, ...others];
}

function wordsOf({ system, rewrite }: Condition): string {
  if (rewrite !== undefined) return `each answer was sent back: “${rewrite}”`;
  return system === null ? "not recorded" : `“${system}”`;
}

function summaryTable(mitigations: readonly Mitigation[], baseline: string): Html {
  const shareText = (share: Share): string =>
    `${percent(share.here)} (${percent(share.baseline)} without)`;
  return table(
    `Each way of asking, against ${baseline}`,
    [
      "Way of asking",
      { text: "What it did" },
      "Not answered",
      "Gender asked for is dropped",
      "Words per answer",
    ],
    mitigations.map((one) => [
      one.condition.name,
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

function usageTable(usage: readonly ConditionUsage[], conditions: readonly Condition[]): Html {
  if (usage.length === 0) return NOTHING;
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
      conditions.find(({ id }) => id === condition)?.name ?? condition,
      requests,
      answers,
      perAnswer(promptTokens, answers),
      perAnswer(completionTokens, answers),
      seconds.toFixed(0),
    ]),
  );
}
