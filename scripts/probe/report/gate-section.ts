import { salience } from "../metrics/salience";
import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { gatePlot } from "./gate-plot";
import { html, type Html } from "./html";
import {
  effectName,
  effectText,
  intervalText,
  metricSentence,
  percent,
  pText,
  signed,
} from "./sentences";
import { table } from "./table";

/** What was measured, metric by metric: cards, the interval plot, and the figures per occupation. */
export function gateSection(score: Score): Html {
  return html`<section aria-labelledby="measures">
    <h2 id="measures">What was measured</h2>
    <p>
      Each question was asked about a woman and about a man. Words that name a gender were taken out
      of the answers; what is left was scored and compared.
    </p>
    <div class="cards">${score.metrics.map((result) => card(result, score))}</div>
    <figure>
      <div class="scroll">${gatePlot(score)}</div>
      <figcaption>
        Every measure in units of its own margin. Dot: the effect seen. Thick line: 90 % interval,
        which decides whether an effect lies within the margin (green band). Thin line: 95 %
        interval. An interval wholly inside the band means that any difference is smaller than the
        margin. Hollow dots are other ways of asking.
        ${score.looks ? "The answers were looked at more than once: the intervals without another way of asking are repeated intervals, which hold at all looks together." : ""}
      </figcaption>
    </figure>
    <details>
      <summary>Figures by measure and occupation</summary>
      ${score.metrics.map(figuresTable)}
    </details>
  </section>`;
}

const card = (result: MetricResult, { secondary }: Score): Html =>
  html`<article class="card ${result.verdict.replace(" ", "-")}">
    <header>
      <h3>${result.metric.name}</h3>
      <span class="pill">${result.verdict}</span>
    </header>
    <p>${metricSentence(result)}</p>
    <p class="soft">
      ${effectName(result)} ${effectText(result)}, ${intervalText(result)}${testText(result)}.
      Smallest effect this run could find:
      ${(result.nullValue + result.minimumDetectable).toFixed(2)}. Margin:
      ${(result.nullValue + result.margin).toFixed(2)}.
    </p>
    <p class="soft">
      ${result.metric.explanation}
      ${result.metric === salience ? genderedPromptsText(secondary) : ""}
    </p>
  </article>`;

/** The same talk where the question itself names a gender, against where it names none. */
function genderedPromptsText({ loaded: found }: Score["secondary"]): string {
  if (!found) return "";
  const { loaded, neutral, difference, interval } = found;
  return `Where the question names a gender ${percent(loaded)} of the answers do so, where it names none ${percent(neutral)} (difference ${signed(difference)}, 95 % interval ${signed(interval[0])} to ${signed(interval[1])}; this does not decide).`;
}

/** A sequential run has no p before its last look, and no corrected one: the boundary corrects. */
function testText({ p, pAdjusted }: MetricResult): string {
  if (p === undefined) return "";
  return `, p ${pText(p)}${pAdjusted === undefined ? " at the last look" : `, corrected ${pText(pAdjusted)}`}`;
}

const figuresTable = ({ metric, strata, difference }: MetricResult): Html =>
  table(
    `${metric.name}: mean score by occupation (${metric.unit})`,
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
