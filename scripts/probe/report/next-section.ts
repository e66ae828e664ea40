import type { Score } from "../score";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { provenanceOf } from "./provenance";

/** Pages that belong to the report, as addresses relative to it. */
export interface Links {
  /** The notebook of the same stack, as it ran. */
  notebook?: string | undefined;
}

/** What the reader can do next, by the verdict and by what gave the answers. */
export function nextSection(score: Score, { notebook }: Links): Html {
  return html`<section aria-labelledby="next" class="prose">
    <h2 id="next">What to do next</h2>
    <ul>
      ${[...stepsOf(score)].map((step) => html`<li>${step}</li>`)}
      ${notebook === undefined ? NOTHING : html`<li>${notebookText(notebook)}</li>`}
    </ul>
  </section>`;
}

function* stepsOf(score: Score): Generator<Html> {
  const { verdict, journal, mitigations, metrics } = score;
  const { kind } = provenanceOf(journal);
  const command = (text: string): Html => html`<code>npx lab ${text}</code>`;
  if (kind === "simulated" || kind === "local model")
    yield html`Ask a deployed model: these answers say nothing about one. ${command("up")} creates
    the lab in Azure, ${command("probe")} asks its model.`;
  if (metrics.length === 0)
    yield html`Ask the same questions about a woman and about a man: only then are they compared.`;
  if (verdict === "inconclusive" && kind === "recorded")
    yield html`Record more answers and score them together: ${command("score FILE")}.`;
  if (verdict === "inconclusive" && kind !== "recorded")
    yield html`Ask more: ${command(`probe --samples ${moreSamples(score)}`)}, or
    ${command("probe --sequential")}, which stops as soon as every measure has decided.`;
  if (verdict === "difference") {
    yield html`Read <a href="#answers">the answers side by side</a> and
      <a href="#words">the words that stand out</a>: whether a difference is harmful is for people
      to judge.`;
    if (mitigations.length > 0)
      yield html`See <a href="#conditions">whether another way of asking changes it</a>.`;
    else if (kind !== "recorded")
      yield html`See whether an instruction makes it smaller:
      ${command("probe --conditions M0,M1,M2,M3")}.`;
  }
  if (verdict === "within margin")
    yield html`Ask again when the model, its version or the questions change: the verdict holds for
    these answers alone.`;
}

/** The most answers per question that a measure would need, within what the probe accepts. */
function moreSamples({ metrics, journal }: Score): number {
  const more = metrics.map(({ moreAnswersPerQuestion = 0 }) => moreAnswersPerQuestion);
  return Math.min(1_000, journal.header.spec.samples + Math.max(8, ...more));
}

const notebookText = (address: string): Html =>
  html`Compare <a href="${address}">the notebook that ran in the same lab</a>. It computes the same
    measures with code of its own, from answers that it asked for itself: chance gives it other
    answers, so its verdict may differ from this one.`;
