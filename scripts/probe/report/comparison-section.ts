import type { Score } from "../score";
import type { ModelComparison } from "../score/model-comparison";
import { changeCells, SHOWN_BELOW } from "./conditions-section";
import { html, NOTHING, type Html } from "./html";
import { figure, listed } from "./sentences";
import { table } from "./table";

/** The second deployment against the stack's own; absent unless one was asked. */
export function comparisonSection({ modelComparison, journal }: Score): Html {
  if (!modelComparison) return NOTHING;
  const { deployment, models, deployedModel, samples, conditions } = modelComparison;
  const { service } = journal.header;
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Model against model</h2>
    <p>${sentence(modelComparison, service.deployment)}</p>
    <p class="soft">
      ${deployment} (deployed as ${deployedModel}; ${models.join(", ") || "it did not say what it is"}) was asked the
      same questions in the same blocks, ${samples.toLocaleString("en")} answers of it were scored. The verdict at the
      top is about ${service.deployment} alone.
    </p>
    ${table(
      `${deployment} against ${service.deployment}, measure by measure`,
      [
        "Way of asking",
        { text: "Measure" },
        service.deployment,
        deployment,
        "Difference",
        "95 % interval of the difference",
        "p, corrected",
        { text: "Women and men differ" },
      ],
      conditions.flatMap(({ condition, metrics }) =>
        metrics.map((one) => [
          `${condition.id}, ${condition.name}`,
          one.metric.name,
          figure(one.metric, one.effect - one.change.effect),
          ...changeCells(one),
        ]),
      ),
    )}
  </section>`;
}

/** What the comparison says, for a reader who is no statistician: about questions without a system prompt, if they were asked. */
function sentence({ conditions, deployment }: ModelComparison, own: string): string {
  const changed = conditions[0]!.metrics.filter(({ change }) => change.pAdjusted < SHOWN_BELOW);
  const named = (smaller: boolean): string =>
    listed(changed.filter(({ change }) => change.size < 0 === smaller).map(({ metric }) => metric.name.toLowerCase()));
  const parts = [
    ...(named(true) === "" ? [] : [`smaller in ${named(true)}`]),
    ...(named(false) === "" ? [] : [`larger in ${named(false)}`]),
  ];
  return parts.length === 0
    ? `On no measure is it shown that ${deployment} tells women and men apart more or less than ${own} does. That is no proof that the two are alike.`
    : `The difference between answers about women and about men is ${listed(parts)} with ${deployment} than with ${own}.`;
}
