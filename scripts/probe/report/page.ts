import type { Spec } from "../design";
import type { Score } from "../score";
import { answersSection } from "./answers-section";
import { comparisonSection } from "./comparison-section";
import { conditionsSection } from "./conditions-section";
import { defaultGenderSection } from "./default-gender-section";
import { figuresSection } from "./figures-section";
import { pageDocument } from "../../lib/page/document";
import { factsList } from "../../lib/page/facts";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { looksSection } from "./looks-section";
import { measuresSection } from "./measures-section";
import { methodSection } from "./method-section";
import { nextSection, type Links } from "./next-section";
import { builtInText } from "./planted";
import { answersScored, FILES } from "./document";
import { BANNERS, clockNote, provenanceOf, type Provenance } from "./provenance";
import { answersPerQuestion, headline } from "./headline";
import { STYLE } from "./style";
import { wordsSection } from "./words-section";

/** The report as one HTML file without scripts or network. The same score gives the same bytes. */
export function pageOf(score: Score, links: Links = {}): string {
  // Of answers to neutral questions alone the default gender is the finding.
  const compares = score.metrics.length > 0;
  return pageDocument({
    title: `Gender bias probe: ${score.verdict}`,
    style: STYLE,
    skip: { text: "Skip to the verdict", to: "main" },
    main: html`<div class="summary">
        ${summary(score)} ${compares ? measuresSection(score) : defaultGenderSection(score)}
        ${nextSection(score, links)}
      </div>
      ${conditionsSection(score)} ${comparisonSection(score)}
      ${compares ? wordsSection(score) : NOTHING} ${answersSection(score)}
      ${compares ? defaultGenderSection(score) : NOTHING} ${looksSection(score)}
      ${figuresSection(score)} ${methodSection(score)}
      <footer>
        Made by rai-lab from <code>${sourceOf(score)}</code>. The figures are in
        <code>report.json</code>, beside this file.
      </footer>`,
  });
}

const sourceOf = ({ journal }: Score): string => journal.recorded?.file ?? FILES.journal;

function perQuestion(score: Score): string {
  const scored = String(answersPerQuestion(score));
  if (!score.looks) return scored;
  return `${scored}, of at most ${score.journal.header.spec.samples}`;
}

function dayOf({ started, kind }: Provenance): string {
  if (kind === "recorded") return "not recorded";
  return `${started.slice(0, 10)}${clockNote(kind)}`;
}

/** Between two sentences: the page shows the first one large. */
const SENTENCES = /(?<=\.) (?=[A-Z“])/;

/** Ways of asking that a summary names; of more it gives the number. */
const NAMED_WAYS = 2;

function waysText({ conditions }: Spec): string {
  if (conditions.length > NAMED_WAYS) return String(conditions.length);
  return conditions.map(({ name }) => name).join("; ");
}

/** Says that no deployed model gave the answers, and what was built into simulated ones. */
function bannerOf({ kind, models }: Provenance): Html {
  const banner = BANNERS[kind];
  if (banner === undefined) return NOTHING;
  const builtIn = kind === "simulated" ? builtInText(models) : "";
  return html`<p class="banner" role="note">${banner}${builtIn}</p>`;
}

function summary(score: Score): Html {
  const { spec } = score.journal.header;
  const from = provenanceOf(score.journal);
  const [first = "", ...rest] = headline(score).split(SENTENCES);
  const facts: [string, string][] = [
    ["Model", from.models.join(", ") || "–"],
    ["Answers scored", answersScored(score).toLocaleString("en")],
    ["Answers per question", perQuestion(score)],
    ["Ways of asking", waysText(spec)],
    ["Date", dayOf(from)],
  ];
  return html`${bannerOf(from)}
    <header class="headline ${score.verdict.replace(" ", "-")}">
      <p class="eyebrow">Are women and men described differently?</p>
      <h1>${first}</h1>
      ${rest.length === 0 ? NOTHING : html`<p class="rest">${rest.join(" ")}</p>`}
      <span class="pill">verdict: ${score.verdict}</span>
      ${factsList(facts)}
    </header>
    ${
      score.cautions.length === 0
        ? NOTHING
        : html`<ul class="cautions">
            ${score.cautions.map((caution) => html`<li>${caution}</li>`)}
          </ul>`
    }`;
}
