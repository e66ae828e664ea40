import type { Score } from "../score";
import type { ComparedCondition, ModelComparison } from "../score/model-comparison";
import type { MetricWithChange } from "../score/changes";
import { changesTable, significantChanges } from "./changes-table";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { listText } from "./format";

/** The second deployment against the stack's own; nothing unless a second one was asked. */
export function comparisonSection({ modelComparison, journal }: Score): Html {
  if (!modelComparison) return NOTHING;
  const { deployment, models, deployedModel, samples, conditions } = modelComparison;
  const own = journal.header.service.deployment;
  const tableOf = ({ condition, metrics }: ComparedCondition): Html =>
    changesTable(`${deployment} against ${own}: ${condition.name}`, own, deployment, metrics);
  const [first, ...others] = conditions;
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Model against model</h2>
    <p>${changesSentence(modelComparison, own)}</p>
    ${tableOf(first!)}
    ${
      others.length === 0
        ? NOTHING
        : html`<details class="printed">
            <summary>The same under the other ways of asking</summary>
            ${others.map(tableOf)}
          </details>`
    }
    <p class="soft">
      ${deployment} (deployed as ${deployedModel};
      ${models.join(", ") || "it did not say what it is"}) was asked the same questions in the same
      blocks; ${samples.toLocaleString("en")} of its answers were scored. The verdict at the top is
      about ${own} alone.
    </p>
  </section>`;
}

/** The comparison under the first condition, in plain words. */
function changesSentence({ conditions, deployment }: ModelComparison, own: string): string {
  const { smaller, larger } = significantChanges(conditions[0]!.metrics);
  const names = (metrics: readonly MetricWithChange[]): string =>
    listText(metrics.map(({ metric }) => `“${metric.name.toLowerCase()}”`));
  const parts: string[] = [];
  if (smaller.length > 0) parts.push(`smaller in ${names(smaller)}`);
  if (larger.length > 0) parts.push(`larger in ${names(larger)}`);
  if (parts.length === 0)
    return `On no measure is it shown that ${deployment} tells women and men apart more or less than ${own} does. That is no proof that the two are alike.`;
  return `The difference between answers about women and about men is ${listText(parts)} with ${deployment} than with ${own}.`;
}
