import { groupBy } from "../../base/group-by";
import { BASELINE } from "../text/lexicon";
import { isMarker, type Mask } from "../text/masking";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import type { Score } from "../score";
import { masksOf, type ScoredText } from "../score/texts";

import { tokenSpans } from "../text/tokenize";
import { Html, html, NOTHING } from "../../lib/page/html";

const ARMS = [
  { arm: "female", label: "about a woman" },
  { arm: "male", label: "about a man" },
  { arm: "neutral", label: "no gender named" },
] as const;

/** Recorded answers may have hundreds of occupations: the page shows this many. */
const MAX_OCCUPATIONS = 20;

/** The first answer to every question, side by side, with the counted words marked. */
export function answersSection({ texts, journal }: Score): Html {
  const masks = masksOf(journal.answers);
  const baseline = texts.filter(({ answer }) => answer.condition === BASELINE);
  const byOccupation = groupBy(baseline, ({ answer }) => answer.occupation);
  return html`<section aria-labelledby="answers">
    <h2 id="answers">Answers side by side</h2>
    <p>
      The first answer to each question, not the most striking one. One answer proves nothing: the
      measures above rest on all.
    </p>
    <ul class="legend">
      <li><mark class="masculine">masculine-coded</mark></li>
      <li><mark class="feminine">feminine-coded</mark></li>
      <li><mark class="marker">names a gender: taken out before scoring</mark></li>
    </ul>
    <div class="answers">
      ${[...byOccupation].slice(0, MAX_OCCUPATIONS).map(
        ([occupation, own], k) =>
          html`<details class="printed" ${k === 0 ? new Html("open") : NOTHING}>
            <summary>${occupation}</summary>
            <div class="trio">
              ${ARMS.map(({ arm, label }) => {
                const found = own.find(({ answer }) => answer.arm === arm);
                return found ? quote(found, label, masks.get(occupation)!) : NOTHING;
              })}
            </div>
          </details>`,
      )}
    </div>
  </section>`;
}

const quote = ({ answer }: ScoredText, label: string, mask: Mask): Html => {
  const text = html`${markWords(answer.text.trim(), mask)}${answer.finishReason === "length" ? " …" : ""}`;
  return html`<blockquote class="${answer.arm}">
    <cite>${answer.prompt} <span class="soft">(${label})</span></cite>
    <p>${text}</p>
  </blockquote>`;
};

/** The text with its counted words marked, everything else escaped. */
export function markWords(text: string, mask: Mask): Html {
  const parts: Html[] = [];
  let last = 0;
  for (const { token, start, end } of tokenSpans(text)) {
    const kind = kindOf(token, mask);
    if (kind === undefined) continue;
    parts.push(
      html`${text.slice(last, start)}<mark class="${kind}">${text.slice(start, end)}</mark>`,
    );
    last = end;
  }
  return html`${parts}${text.slice(last)}`;
}

function kindOf(token: string, mask: Mask): "marker" | "masculine" | "feminine" | undefined {
  if (isMarker(token)) return "marker";
  if (mask(token)) return undefined;
  if (isMasculineCoded(token)) return "masculine";
  if (isFeminineCoded(token)) return "feminine";
  return undefined;
}
