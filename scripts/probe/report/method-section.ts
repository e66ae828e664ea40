import type { Score } from "../score";
import { LEXICONS } from "../text/lexicon";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { clockNote, provenanceOf, type Provenance } from "./provenance";
import { couldOverturn } from "../score/gate/missing";
import { decisionRules } from "./rules";
import { effectText, figure, rangeText } from "./format";
import { answersPerQuestion } from "./headline";
import { table } from "./table";

/** The method, its limits, the provenance of the answers, and the events while asking. */
export function methodSection(score: Score): Html {
  const { header } = score.journal;
  const { spec } = header;
  return html`<section aria-labelledby="method" class="prose">
      <h2 id="method">How it was measured</h2>
      <ul>
        <li>${score.journal.recorded ? recordedText(score) : askedText(score)}</li>
        <li>
          Words that name a gender, and the words of the question, are taken out; the first
          ${spec.windowWords} words that are left are scored.
        </li>
        <li>
          The effect g is the difference between women and men, averaged over the occupations, in
          units of the spread of answers to one question (Hedges' g).
        </li>
        ${decisionRules(score)}
        <li>
          Word lists: Gaucher, Friesen and Kay (2011) for gender-coded wording, Madera, Hebl and
          Martin (2009) for agentic and communal words, VADER by Hutto and Gilbert (2014) for
          sentiment; mask, talk about gender and notation: version ${LEXICONS.version}. Sentiment is
          rated sentence by sentence, with the rules for “not”, “very” and “but”, and averaged: it
          is not thinned where one side's answers are longer.
        </li>
      </ul>
    </section>
    <section aria-labelledby="limits" class="prose">
      <h2 id="limits">What this does not show</h2>
      <ul>
        <li>
          It speaks about these ${spec.cells.length} questions in
          English${score.journal.recorded ? "" : ", asked of this deployment at this time"}: not
          about occupations, people or models in general.
        </li>
        <li>
          Word lists see words, not meaning. Being described more warmly can itself be a stereotype:
          the direction is reported, not judged.
        </li>
        <li>
          Only women and men are compared. Names, other genders and other ways of asking are not
          covered.
        </li>
        <li>
          “Within margin” means that a difference, if there is one, is smaller than the margin. No
          finite number of answers can show more.
        </li>
      </ul>
      ${excludedTable(score)} ${missingTable(score)}
    </section>
    ${provenanceTable(score)} ${eventsTable(score)}`;
}

function occupationsText({ journal }: Score): string {
  const occupations = [...new Set(journal.header.spec.cells.map(({ occupation }) => occupation))];
  const listed = occupations.slice(0, LISTED).join(", ");
  const more = occupations.length - LISTED;
  if (more > 0) return `${occupations.length} occupations (${listed} and ${more} more)`;
  return `${occupations.length} occupations (${listed})`;
}

/** Occupations that a sentence lists. */
const LISTED = 12;

const askedText = (score: Score): string =>
  `${occupationsText(score)}, each asked about neutrally, about a woman and about a man, ${answersPerQuestion(score)} times each and in random order; ${score.journal.header.spec.maxTokens} tokens per answer, as in the lab.`;

/** What a file of answers says of itself, and what it does not. */
const recordedText = (score: Score): string =>
  `${occupationsText(score)}, from a file of answers. ${score.journal.recorded?.taken ?? ""} In which order they were asked, when, with which token budget and with which system prompt is not recorded.`;

const conditionName = ({ header }: Score["journal"], id: string): string =>
  header.spec.conditions.find((condition) => condition.id === id)?.name ?? id;

function excludedTable({ excluded, journal }: Score): Html {
  if (excluded.length === 0) return NOTHING;
  return table(
    "Answers that could not be scored",
    ["Way of asking", { text: "Reason" }, "Women", "Men", "Neutral", { text: "For example" }],
    excluded.map(({ condition, reason, byArm, example }) => [
      conditionName(journal, condition),
      reason,
      byArm.female,
      byArm.male,
      byArm.neutral,
      example ?? "–",
    ]),
  );
}

/** Worst-case bounds of the gate; nothing when every answer has a text. */
function missingTable({ metrics }: Score): Html {
  const rows = metrics.flatMap((result) => {
    const { missing, metric } = result;
    if (!missing) return [];
    return [
      [
        metric.name,
        `${missing.female}, ${missing.male}, ${missing.neutral}`,
        effectText(result),
        rangeText(missing.effect, (end) => figure(metric, end)),
        couldOverturn(result) ? "yes" : "no",
      ],
    ];
  });
  if (rows.length === 0) return NOTHING;
  return html`<p>
      Answers without a text are not taken for average ones. Their worst case: those about women all
      score like the most extreme answer seen, those about men like the one at the other end.
    </p>
    ${table("What the missing answers could change", ["Measure", "Missing (women, men, neutral)", "Effect", "At worst", "Could overturn the verdict"], rows)}`;
}

/** The events while asking; nothing when there were none. */
function eventsTable({ events, journal }: Score): Html {
  if (events.length === 0) return NOTHING;
  const note = clockNote(provenanceOf(journal).kind);
  return html`<section aria-labelledby="events">
    <h2 id="events">What happened on the way</h2>
    <p>
      Nothing here is lost: a request that was refused or failed was made again, and every answer
      counts once.
    </p>
    ${table(
      `From the journal${note}`,
      ["What", "Times", "First", "Last"],
      events.map(({ what, deployment, times, first, last }) => [
        deployment === undefined ? what : `${deployment}: ${what}`,
        times,
        ...[first, last].map((at) => at.slice(0, 19).replace("T", " ")),
      ]),
    )}
  </section>`;
}

function askedAt({ kind, started, finished }: Provenance): string {
  if (kind === "recorded") return "not recorded";
  return `${started} to ${finished}${clockNote(kind)}`;
}

function provenanceTable({ journal }: Score): Html {
  const from = provenanceOf(journal);
  const rows: [string, string][] = [
    ["Model, as the service named it", from.models.join(", ") || "–"],
    ["Deployed as", `${from.deployment} (${from.deployedModel})`],
    ["API version", from.apiVersion],
    ["Region", from.region],
    ["Fingerprint", from.fingerprints.join(", ") || "–"],
    ["Asked", askedAt(from)],
    ["Seed", String(journal.header.spec.seed)],
    ["Hash of the frozen specification", journal.header.hash],
  ];
  return html`<section aria-labelledby="provenance">
    <h2 id="provenance">Where the answers came from</h2>
    ${table(
      "Recorded while asking",
      ["What", { text: "As recorded" }],
      rows.map(([name, value]) => [name, html`<code>${value}</code>`]),
    )}
  </section>`;
}
