import { groupBy } from "../../../base/group-by";
import { pageDocument } from "../../../lib/page/document";
import { factsList } from "../../../lib/page/facts";
import { html, NOTHING, type Html } from "../../../lib/page/html";
import type { Pool, PooledMeasure } from "../../pool";
import { RUNS, SIZES } from "../../pool/growth";
import { ALPHA } from "../../design";
import { effectText, figure, orDash, percent, pText, rangeText } from "../format";
import { metricSentence } from "../metric-sentence";
import { BANNERS, provenanceOf } from "../provenance";
import { builtInText } from "../planted";
import { STYLE } from "../style";
import { table } from "../table";
import { seatsPlot } from "./seats-plot";
import { aloneText, classHeadline, countedSeats, scopeText, shownCount } from "./sentences";

/** Between two sentences: the page shows the first one large. */
const SENTENCES = /(?<=\.) (?=[A-Z“])/;

const CLASS_STYLE = `${STYLE}
.seats { max-width: 46rem; }
`;

/**
 * The report of a class for the projector, as one HTML file without scripts or network. It names no
 * seat: who is not counted, and why, is in the terminal and in the document.
 */
export const classReportPage = (pool: Pool, name: string): string =>
  pageDocument({
    title: `Class ${name}: ${pool.verdict}`,
    style: CLASS_STYLE,
    skip: { text: "Skip to the verdict", to: "main" },
    main: html`${summary(pool, name)} ${seatsSection(pool)} ${measuresSection(pool)}
      ${growthSection(pool)} ${countedSection(pool)} ${methodSection(pool)}
      <footer>
        Made by rai-lab. The figures, and the seats by name, are in
        <code>class-report.json</code>, beside this file.
      </footer>`,
  });

function summary(pool: Pool, name: string): Html {
  const { kind, models } = provenanceOf(pool.journal);
  const banner = BANNERS[kind];
  const builtIn = kind === "simulated" ? builtInText(models) : "";
  const [first = "", ...rest] = classHeadline(pool).split(SENTENCES);
  const facts: [string, string][] = [
    ["Class", name],
    ["Seats counted", `${countedSeats(pool)} of ${pool.seats.length}`],
    ["Answers", pool.texts.length.toLocaleString("en")],
    ["Model", models.join(", ") || "–"],
    ["Unit", pool.claim === "the class" ? "a seat" : "an answer"],
  ];
  return html`${banner === undefined ? NOTHING : html`<p class="banner" role="note">${banner}${builtIn}</p>`}
    <header class="headline ${pool.verdict.replace(" ", "-")}">
      <p class="eyebrow">Are women and men described differently? The class together</p>
      <h1>${first}</h1>
      <p class="rest">${[...rest, scopeText(pool)].join(" ")}</p>
      <span class="pill">verdict: ${pool.verdict}</span>
      ${factsList(facts)}
    </header>`;
}

function seatsSection(pool: Pool): Html {
  const results = pool.measures.map(({ result }) => result);
  const plot = pool.claim === "the class" ? seatsPlot(results) : undefined;
  return html`<section aria-labelledby="seats">
    <h2 id="seats">What each seat saw alone</h2>
    <p>${aloneText(pool)}</p>
    ${
      plot === undefined
        ? NOTHING
        : html`<figure class="seats">
            ${plot}
            <figcaption>
              A small dot is one seat; to the right, answers about women score higher. The line is
              the class's 95 % interval, the large dot its mean. Green is the margin fixed in
              advance, one to a unit. What differs between seats is no bias by itself: the class
              must agree.
            </figcaption>
          </figure>`
    }
  </section>`;
}

function measuresSection({ measures }: Pool): Html {
  return html`<section aria-labelledby="measures">
    <h2 id="measures">Measure by measure</h2>
    ${table(
      "The class's effect, its corrected test, and the seats' own verdicts",
      [
        "Measure",
        "Effect",
        "95 % interval",
        "p",
        { text: "Class" },
        "Seats that saw it alone",
        "By chance",
      ],
      measures.map(measureRow),
    )}
    <details class="printed">
      <summary>In words</summary>
      <ul class="prose">
        ${measures.map(({ result }) => html`<li><strong>${result.metric.name}</strong> ${metricSentence(result)}</li>`)}
      </ul>
    </details>
  </section>`;
}

function measureRow({ result, own }: PooledMeasure) {
  const { metric, interval, pAdjusted, verdict } = result;
  return [
    metric.name,
    effectText(result),
    rangeText(interval, (end) => figure(metric, end)),
    orDash(pAdjusted, pText),
    html`<span class="pill ${verdict.replace(" ", "-")}">${verdict}</span>`,
    own.difference,
    shownCount(own.chance),
  ];
}

function growthSection({ measures }: Pool): Html {
  const grown = measures.filter(({ growth }) => growth !== undefined);
  if (grown.length === 0) return NOTHING;
  const columns = ["Measure", ...SIZES.map((size) => `${size} seats`)];
  const rowsOf = (which: "finds" | "within") =>
    grown.map(({ result, growth }) => [
      result.metric.name,
      ...growth!.map((one) => percent(one[which])),
    ]);
  return html`<section aria-labelledby="growth">
    <h2 id="growth">What a larger class would find</h2>
    <p>
      ${RUNS} classes of each size, drawn from the seats seen here, each seat whole: how far seats
      depart from each other is as it was seen. For the classifier it is not known.
    </p>
    ${table("Classes that find a difference as large as the margin", columns, rowsOf("finds"))}
    ${table("Classes that end within the margin, where nothing differs", columns, rowsOf("within"))}
  </section>`;
}

const WORDS = {
  counted: "counted",
  none: "no answers saved",
  unfinished: "not finished",
  "other questions": "other questions or another model",
  "somebody else's": "answers of somebody else",
  copies: "copies of another seat's answers",
  damaged: "a damaged file",
  "too large": "files too large to read",
  "not read": "could not be read",
} as const;

function countedSection({ seats, texts }: Pool): Html {
  const states = groupBy(seats, ({ state }) => state);
  const repeated = texts.filter(({ isRepeated }) => isRepeated).length;
  return html`<section aria-labelledby="counted">
    <h2 id="counted">Who is counted</h2>
    <ul class="prose">
      ${[...states].map(([state, own]) => html`<li>${own.length} ${own.length === 1 ? "seat" : "seats"}: ${WORDS[state]}</li>`)}
      ${repeated === 0 ? NOTHING : html`<li>${repeated} answers said what another had said before: they count once.</li>`}
    </ul>
  </section>`;
}

function methodSection({ claim, journal, obstacles }: Pool): Html {
  const { spec } = journal.header;
  const unit =
    claim === "the class"
      ? "Each seat is compared within itself, and all of its answers are one observation. p counts the ways in which whole seats could have had women and men exchanged; intervals are Student's t over seats; the classifier reads a seat by what it learned from others."
      : "The seats are too few to be the unit: the answers were permuted, as for one lab.";
  return html`<section aria-labelledby="method">
    <h2 id="method">How it was measured</h2>
    <p>
      The verdict follows the probe's rule: mean, typical size and largest occupation, corrected for
      ${spec.gate.length} measures (step-down min-p) at ${ALPHA}; within the margin only where both
      bounds are. ${unit} Only answers to questions without an instruction (M0) are pooled. A seat's
      own verdict rests on 999 permutations.
    </p>
    ${
      obstacles.length === 0
        ? NOTHING
        : html`<ul class="cautions">
            ${obstacles.map(({ sentence }) => html`<li>${sentence}</li>`)}
          </ul>`
    }
  </section>`;
}
