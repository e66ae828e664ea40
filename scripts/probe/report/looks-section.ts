import type { Score } from "../score";
import type { Looks } from "../score/sequential/looks";
import type { SequentialResult } from "../score/sequential";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { decisionOf, looksPlot, looksReach } from "./looks-plot";
import { figure, nameOf, orDash, pText, rangeText, signed } from "./format";
import { table } from "./table";

/** The gate at every look reached, against that look's boundary; nothing for a run with one look. */
export function looksSection(score: Score): Html {
  const { sequential, looks } = score;
  if (!looks || sequential.length === 0) return NOTHING;
  return html`<section aria-labelledby="looks">
    <h2 id="looks">How the evidence grew</h2>
    <p>
      Looking at data early and often finds differences by chance. The looks, at
      ${looks.planned.join(", ")} answers per question, and how strong the evidence (z) had to be at
      each, were fixed before the first question.
    </p>
    <p>${statusOf(looks)}</p>
    <div class="cards">${sequential.map((result) => panel(result, score, looks))}</div>
    <p class="key">
      Across: answers per question. Up: z, how many standard errors the answers about women and
      about men lie apart. Beyond the dashed boundary (shaded) they differ. A large dot is the look
      that decided: beyond the boundary, or because the repeated interval lay within the margin.
      What is further out than the frame is drawn on its edge. ${lastLook(sequential)}
    </p>
    <details>
      <summary>Figures by look</summary>
      ${tableOf(score, looks)}
    </details>
  </section>`;
}

function panel(result: SequentialResult, score: Score, { planned }: Looks): Html {
  const { metric } = score.metrics.find(({ metric: { id } }) => id === result.id)!;
  return html`<div class="card">
    <header>
      <h3>${metric.name}</h3>
      <span class="soft">${decisionOf(result)}</span>
    </header>
    ${looksPlot(result, metric, planned, looksReach(score))}
  </div>`;
}

/** How far the run got, and what that means for its figures. */
function statusOf({ planned, reached, stoppedEarly }: Looks): string {
  const most = planned.at(-1)!;
  if (stoppedEarly)
    return `Asking stopped at ${reached} answers per question, of at most ${most}: every measure had decided. An effect seen at an early stop tends to look larger than it is; the repeated intervals allow for the looks, the effect itself does not.`;
  if (reached === most) return `The run went to its last look, at ${most} answers per question.`;
  return `The run is not finished: its last whole look was at ${reached} of at most ${most} answers per question.`;
}

function lastLook(sequential: readonly SequentialResult[]): string {
  if (!hasLastTest(sequential)) return "";
  return "At the last look the permutation test decides instead of z, at the level of that look.";
}

const hasLastTest = (sequential: readonly SequentialResult[]): boolean =>
  sequential.some(({ last }) => last !== undefined);

function tableOf({ sequential, metrics }: Score, { planned, reached }: Looks): Html {
  const looks = planned.filter((look) => look <= reached);
  const hasTest = hasLastTest(sequential);
  const headings = ["Measure", ...looks.map((look) => `${look} answers`)];
  if (hasTest) headings.push("p at the last look");
  const rows = sequential.map((result) => {
    const cells = [
      nameOf(metrics, result.id),
      ...looks.map((look) => cellOf(result, look, metrics)),
    ];
    if (hasTest)
      cells.push(orDash(result.last, ({ p, below }) => `${pText(p)} (below ${below.toFixed(4)})`));
    return [...cells, withNote(decisionOf(result), result.note)];
  });
  return table(
    "z at each look, the boundary it had to reach (in brackets), and the repeated 90 % interval of the effect",
    [...headings, "Decided"],
    rows,
  );
}

const withNote = (text: string, note: string | undefined): string =>
  note === undefined ? text : `${text} (${note})`;

function cellOf({ id, looks }: SequentialResult, at: number, metrics: Score["metrics"]): string {
  const look = looks.find(({ answersPerQuestion }) => answersPerQuestion === at);
  if (!look) return "–";
  const metric = metrics.find((one) => one.metric.id === id)?.metric;
  const interval = rangeText(look.interval, (end) => (metric ? figure(metric, end) : signed(end)));
  return `${signed(look.z)} (${look.boundary.toFixed(2)}); ${interval}`;
}
