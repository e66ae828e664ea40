import type { Mitigation, Score } from "../score";
import { html, NOTHING, type Html } from "./html";
import { percent, signed } from "./sentences";

/** Other ways of asking, against no system prompt; absent when only M0 was asked. */
export function conditionsSection({ mitigations }: Score): Html {
  if (mitigations.length === 0) return NOTHING;
  return html`<section aria-labelledby="conditions">
    <h2 id="conditions">Does another way of asking change it?</h2>
    <p>
      The same questions were asked again with a system prompt, in the same hours. A change whose interval holds zero is
      not shown to be a change.
    </p>
    <div class="scroll">
      <table>
        <caption>
          Effects under each way of asking, and their change against no system prompt
        </caption>
        <thead>
          <tr>
            <th scope="col">Way of asking</th>
            <th scope="col" class="text">Measure</th>
            <th scope="col">Effect</th>
            <th scope="col">Change</th>
            <th scope="col">95 % interval of the change</th>
            <th scope="col">Words per answer</th>
          </tr>
        </thead>
        <tbody>
          ${mitigations.flatMap(rows)}
        </tbody>
      </table>
    </div>
    ${costsTable(mitigations)}
    <details>
      <summary>The system prompts</summary>
      ${mitigations.map(({ condition }) => html`<p><strong>${condition.id}</strong> ${condition.system ?? ""}</p>`)}
    </details>
  </section>`;
}

const rows = ({ condition, metrics, words }: Mitigation): Html[] =>
  metrics.map(
    ({ metric, effect, change }) =>
      html`<tr>
        <th scope="row">${condition.id}, ${condition.name}</th>
        <td class="text">${metric.name}</td>
        <td>${signed(effect)}</td>
        <td>${signed(change.effect)}</td>
        <td>${signed(change.interval[0])} to ${signed(change.interval[1])}</td>
        <td>${words.here.toFixed(0)} (${words.baseline.toFixed(0)} without)</td>
      </tr>`,
  );

/** A way of asking that makes the model refuse, or drop the gender asked for, has not made it fairer. */
function costsTable(mitigations: readonly Mitigation[]): Html {
  const rows = mitigations.flatMap(({ condition, costs }) => (costs ? [{ condition, costs }] : []));
  if (rows.length === 0) return NOTHING;
  const share = ({ here, baseline }: { here: number; baseline: number }): string =>
    `${percent(here)} (${percent(baseline)} without)`;
  return html`<div class="scroll">
    <table>
      <caption>
        What each way of asking costs
      </caption>
      <thead>
        <tr>
          <th scope="col">Way of asking</th>
          <th scope="col">Not answered</th>
          <th scope="col">Gender asked for is dropped</th>
          <th scope="col" class="text">Judgement</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ condition, costs }) =>
            html`<tr>
              <th scope="row">${condition.id}, ${condition.name}</th>
              <td>${share(costs.refusals)}</td>
              <td>${share(costs.erasure)}</td>
              <td class="text">
                ${costs.evasive.length === 0 ? "no evasion seen" : `evasive: ${costs.evasive.join(" and ")}`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
