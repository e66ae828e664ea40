import { salience } from "../metrics/salience";
import type { Score } from "../score";
import type { MetricResult, OccupationResult } from "../score/gate/metric-result";
import type { GenderedPrompts } from "../score/gendered-prompts";
import { percent, rangeText, signed } from "./format";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { intervalPlot, reachOf, type IntervalRow } from "./interval-plot";
import { isUnestimated, sentencesOf } from "./metric-sentence";
import { VERDICT_COLOURS } from "./svg";

/** Recorded answers may have hundreds of occupations: the strongest are drawn. */
const MAX_OCCUPATIONS = 12;

/** The gate as small multiples: a card for each measure, with its plot and one line of result. */
export function measuresSection(score: Score): Html {
  const plots = score.metrics.map((result) => ({ result, rows: rowsOf(result) }));
  const reach = reachOf(plots);
  const cut = score.metrics.some(
    ({ strata }) => strata.filter(isEstimated).length > MAX_OCCUPATIONS,
  );
  return html`<section aria-labelledby="measures">
    <h2 id="measures">What was found, measure by measure</h2>
    <p>
      Each question was asked about a woman and about a man. Words that name a gender were taken out
      of the answers; what is left was scored and compared.
    </p>
    <div class="cards">
      ${plots.map(({ result, rows }) => card(result, intervalPlot(result, rows, reach), score))}
    </div>
    <p class="key">
      <strong>How to read it.</strong> The green band is the margin fixed in advance: a difference
      inside it counts as too small to matter. All panels have the same scale, one margin to a unit;
      the figure at the right of a row is the effect on the measure's own scale. A dot is what was
      seen. The thin line is its 95 % interval: in 95 of 100 such runs it holds the true difference;
      the thick one, for 90, must lie inside the band. The first row is the average, which can hide
      opposite differences; so the verdict also rests on the occupations, whose lines hold all
      together. An occupation is coloured when it is shown to differ by itself. An arrow means that
      a line goes on beyond the frame.
      ${cut ? `Drawn are the ${MAX_OCCUPATIONS} occupations that differ most.` : NOTHING}
      ${score.looks ? "The answers were looked at more than once; the lines of the averages are repeated intervals, which hold at all looks together." : NOTHING}
    </p>
  </section>`;
}

type Estimated = OccupationResult & Required<Pick<OccupationResult, "effect" | "interval">>;

const isEstimated = (occupation: OccupationResult): occupation is Estimated =>
  occupation.effect !== undefined && occupation.interval !== undefined;

/** The average, and the occupations that differ most; nothing of a measure that was not estimated. */
function rowsOf(result: MetricResult): IntervalRow[] {
  if (isUnestimated(result)) return [];
  const { strata, nullValue, effect, interval, interval90, verdict } = result;
  const distance = (one: Estimated): number => Math.abs(one.effect - nullValue);
  const occupations = strata.filter(isEstimated);
  const only = strata.length === 1 ? strata[0]!.occupation : undefined;
  const average = {
    label: only ?? `average of ${strata.length} occupations`,
    effect,
    interval,
    interval90,
    ink: VERDICT_COLOURS[verdict],
  };
  if (only !== undefined) return [average];
  return [
    average,
    ...occupations
      .sort((a, b) => distance(b) - distance(a))
      .slice(0, MAX_OCCUPATIONS)
      .map((one) => ({
        label: one.occupation,
        effect: one.effect,
        interval: one.interval,
        ink: one.differs ? VERDICT_COLOURS.difference : "var(--soft)",
      })),
  ];
}

function card(result: MetricResult, plot: Html, { secondary }: Score): Html {
  const [lead, rest] = sentencesOf(result);
  return html`<article class="card ${result.verdict.replace(" ", "-")}">
    <header>
      <h3>${result.metric.name}</h3>
      <span class="pill">${result.verdict}</span>
    </header>
    ${plot}
    <p>${lead}</p>
    <details>
      <summary>What this measures</summary>
      <p>${result.metric.explanation} ${rest} ${genderedPromptsText(result, secondary.loaded)}</p>
    </details>
  </article>`;
}

/** Beside salience: how often answers talk about gender where the question names one or none. */
function genderedPromptsText({ metric }: MetricResult, found: GenderedPrompts | undefined): string {
  if (metric !== salience || !found) return "";
  const { loaded, neutral, difference, interval } = found;
  return `Where the question names a gender ${percent(loaded)} of the answers do so, where it names none ${percent(neutral)} (difference ${signed(difference)}, 95 % interval ${rangeText(interval, signed)}; this does not decide).`;
}
