import { salience } from "../metrics/salience";
import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import type { GenderedPrompts } from "../score/gendered-prompts";
import { gatePlot } from "./gate-plot";
import { html, type Html } from "./html";
import { effectName, effectText, intervalText, percent, pText, rangeText, signed } from "./format";
import { metricSentence } from "./metric-sentence";
import { occupationPlots } from "./occupations-plot";
import { table } from "./table";

/** The gate's section: a card per metric, the interval plot, and the figures per occupation. */
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
        The average over the occupations, every measure in units of its own margin. Dot: the effect
        seen. Thick line: 90 % interval, which must lie within the margin (green band). Thin line:
        95 % interval. An average inside the band can hide opposite differences: the verdict also
        rests on the occupations below. Hollow dots are other ways of asking.
        ${score.looks ? "The answers were looked at more than once: the intervals without another way of asking are repeated intervals, which hold at all looks together." : ""}
      </figcaption>
    </figure>
    <h3>Occupation by occupation</h3>
    <p>
      A mean can hide opposite differences. Each occupation with its 95 % interval; the intervals of
      a measure hold together. Coloured: shown to differ by itself. For “can they be told apart” the
      classifier learnt from that occupation alone.
    </p>
    ${occupationPlots(score.metrics)}
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
      ${result.metric.explanation} ${genderedPromptsText(result, secondary.loaded)}
    </p>
  </article>`;

/** Beside salience: how often answers talk about gender where the question names one or none. */
function genderedPromptsText({ metric }: MetricResult, found: GenderedPrompts | undefined): string {
  if (metric !== salience || !found) return "";
  const { loaded, neutral, difference, interval } = found;
  return `Where the question names a gender ${percent(loaded)} of the answers do so, where it names none ${percent(neutral)} (difference ${signed(difference)}, 95 % interval ${rangeText(interval, signed)}; this does not decide).`;
}

/**
 * The p values of a metric. A sequential run has a p at its last look only, and no corrected one: its
 * boundaries correct instead.
 */
function testText({ p, pAdjusted }: MetricResult): string {
  if (p === undefined) return "";
  if (pAdjusted === undefined) return `, p ${pText(p)} at the last look`;
  return `, p ${pText(p)}, corrected ${pText(pAdjusted)}`;
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
