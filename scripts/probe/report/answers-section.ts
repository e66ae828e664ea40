import { BASELINE } from "../lexicon";
import { isMarker } from "../masking";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import type { Score } from "../score";
import { masksOf, type ScoredText } from "../score/texts";
import type { Mask } from "../masking";
import { places } from "../tokenize";
import { type Html, html, NOTHING } from "./html";

const ARMS = [
  { arm: "female", label: "about a woman" },
  { arm: "male", label: "about a man" },
  { arm: "neutral", label: "no gender named" },
] as const;

/** The first answer to every question, side by side, with the words that were counted. */
export function answersSection({ texts, journal }: Score): Html {
  const masks = masksOf(journal.answers);
  const first = texts.filter(({ answer }) => answer.condition === BASELINE && isFirst(answer, texts));
  const occupations = [...new Set(first.map(({ answer }) => answer.occupation))];
  return html`<section aria-labelledby="answers">
    <h2 id="answers">Answers side by side</h2>
    <p>
      The first answer to each question, not the most striking one. One answer proves nothing: the measures above rest
      on all.
    </p>
    <ul class="legend">
      <li><mark class="masculine">masculine-coded</mark></li>
      <li><mark class="feminine">feminine-coded</mark></li>
      <li><mark class="marker">names a gender: taken out before scoring</mark></li>
    </ul>
    <div class="answers">
      ${occupations.map(
        (occupation) =>
          html`<h3>${occupation}</h3>
            <div class="pair">
              ${ARMS.map(({ arm, label }) => {
                const found = first.find(({ answer }) => answer.occupation === occupation && answer.arm === arm);
                return found ? quote(found, label, masks.get(occupation)!) : NOTHING;
              })}
            </div>`,
      )}
    </div>
  </section>`;
}

const isFirst = (answer: ScoredText["answer"], texts: readonly ScoredText[]): boolean =>
  texts.find(
    ({ answer: other }) =>
      other.condition === answer.condition && other.occupation === answer.occupation && other.arm === answer.arm,
  )?.answer === answer;

const quote = ({ answer }: ScoredText, label: string, mask: Mask): Html => {
  const text = html`${marked(answer.text.trim(), mask)}${answer.finishReason === "length" ? " …" : ""}`;
  return html`<blockquote class="${answer.arm}">
    <cite>${answer.prompt} <span class="soft">(${label})</span></cite>
    <p>${text}</p>
  </blockquote>`;
};

/** The text with its counted words marked, everything else escaped. */
export function marked(text: string, mask: Mask): Html {
  const parts: Html[] = [];
  let last = 0;
  for (const { token, start, end } of places(text)) {
    const kind = kindOf(token, mask);
    if (kind === undefined) continue;
    parts.push(html`${text.slice(last, start)}<mark class="${kind}">${text.slice(start, end)}</mark>`);
    last = end;
  }
  return html`${parts}${text.slice(last)}`;
}

function kindOf(token: string, mask: Mask): "marker" | "masculine" | "feminine" | undefined {
  if (isMarker(token)) return "marker";
  if (mask(token)) return undefined;
  if (isMasculineCoded(token)) return "masculine";
  return isFeminineCoded(token) ? "feminine" : undefined;
}
