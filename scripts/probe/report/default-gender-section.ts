import { axisX, barX, ruleX, text, tickX } from "@observablehq/plot";
import { labourShareOf } from "../design";
import { BASELINE } from "../text/lexicon";
import type { DefaultGender } from "../metrics/default-gender";
import type { Score } from "../score";
import type { DefaultGenderResult } from "../score/default-gender";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { orDash, percent, pText, rangeText } from "./format";
import { svg } from "./svg";
import { table } from "./table";

const PRONOUN_KINDS: readonly {
  kind: DefaultGender;
  label: string;
  colour: string;
  ink: string;
}[] = [
  { kind: "female", label: "she", colour: "var(--women)", ink: "var(--panel)" },
  { kind: "they", label: "they, or she and he alike", colour: "var(--they)", ink: "var(--panel)" },
  { kind: "none", label: "no pronoun", colour: "var(--none)", ink: "var(--ink)" },
  { kind: "male", label: "he", colour: "var(--men)", ink: "var(--panel)" },
];

/** The gender of the answers to questions that name none; nothing without neutral answers. */
export function defaultGenderSection({ defaultGender, journal }: Score): Html {
  const results = defaultGender.filter(({ condition }) => condition === BASELINE);
  if (results.length === 0) return NOTHING;
  return html`<section aria-labelledby="default-gender">
    <h2 id="default-gender">When the question names no gender</h2>
    <p>
      “Describe a nurse.” leaves the gender open. The bars show which pronoun the answers chose; the
      line shows the share of women who really work in the occupation. This does not decide the
      verdict.
    </p>
    <figure class="narrow">
      <ul class="legend" aria-hidden="true">
        ${PRONOUN_KINDS.map(({ label, colour }) => html`<li><span class="swatch" style="background:${colour}"></span>${label}</li>`)}
        <li><strong>┃</strong> women in the labour force</li>
      </ul>
      ${plotOf(results)}
      <figcaption>
        Share of all answers to the neutral question. Labour force:
        ${labourShareOf(journal.header.spec).source}.
      </figcaption>
    </figure>
    <details class="printed">
      <summary>Figures by occupation</summary>
      ${tableOf(results)}
    </details>
  </section>`;
}

const ROW_HEIGHT = 50;
/** Room for the label above a bar. */
const TOP = 20;

function plotOf(results: readonly DefaultGenderResult[]): Html {
  const bars = results.flatMap(({ occupation, counts }) => {
    const all = PRONOUN_KINDS.reduce((sum, { kind }) => sum + counts[kind], 0);
    let from = 0;
    return PRONOUN_KINDS.map(({ kind, colour, ink }) => {
      const [x1, count] = [from, counts[kind]];
      from += count / all;
      return { occupation, colour, ink, x1, x2: from, count };
    }).filter(({ count }) => count > 0);
  });
  const labour = results.filter(({ labourShare }) => labourShare !== undefined);
  const labourTick = (stroke: string, strokeWidth: number, inset: number) =>
    tickX(labour, {
      y: "occupation",
      x: "labourShare",
      stroke,
      strokeWidth,
      insetTop: TOP + inset,
      insetBottom: inset,
    });
  return svg(
    {
      width: 340,
      height: results.length * ROW_HEIGHT + 34,
      marginLeft: 16,
      marginRight: 24,
      marginTop: 4,
      marginBottom: 30,
      style: { fontSize: "13px" },
      x: { domain: [0, 1], label: null },
      y: { type: "band", domain: results.map(({ occupation }) => occupation), axis: null },
      marks: [
        barX(bars, {
          y: "occupation",
          x1: "x1",
          x2: "x2",
          fill: "colour",
          insetLeft: 0.5,
          insetRight: 0.5,
          insetTop: TOP,
          insetBottom: 4,
          rx: 3,
        }),
        text(results, {
          y: "occupation",
          frameAnchor: "left",
          dx: -16,
          textAnchor: "start",
          dy: -ROW_HEIGHT / 2 + 11,
          text: "occupation",
          lineWidth: 22,
          textOverflow: "ellipsis",
          fill: "currentColor",
        }),
        ruleX([0.5], { stroke: "var(--soft)", strokeDasharray: "3,4" }),
        labourTick("var(--panel)", 7, -2),
        labourTick("var(--ink)", 3, -1),
        text(bars, {
          y: "occupation",
          x: ({ x1, x2 }: { x1: number; x2: number }) => (x1 + x2) / 2,
          dy: TOP / 2 - 2,
          text: "count",
          fill: "ink",
          fontWeight: 600,
        }),
        axisX({ tickFormat: percent, ticks: 5, tickSize: 0 }),
      ],
    },
    `Pronouns of the answers to neutral questions. ${results.map(altTextOf).join(" ")}`,
  );
}

function altTextOf({ occupation, counts, labourShare }: DefaultGenderResult): string {
  const { female, male, they, none } = counts;
  const pronouns = `${occupation}: she ${female}, he ${male}, they ${they}, no pronoun ${none}`;
  if (labourShare === undefined) return `${pronouns}.`;
  return `${pronouns}; women in the labour force ${percent(labourShare)}.`;
}

const tableOf = (results: readonly DefaultGenderResult[]): Html =>
  table(
    "Women among the answers that chose a gender; exact binomial tests, corrected over the occupations",
    [
      "Occupation",
      "she : he",
      "Women",
      "95 % interval",
      "Labour force",
      "p against half",
      "p against labour force",
    ],
    results.map((one) => [
      one.occupation,
      `${one.counts.female} : ${one.counts.male}`,
      orDash(one.femaleShare, percent),
      orDash(one.interval, (ends) => rangeText(ends, percent)),
      orDash(one.labourShare, percent),
      orDash(one.pHalfAdjusted, pText),
      orDash(one.pLabourAdjusted, pText),
    ]),
  );
