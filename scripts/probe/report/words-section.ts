import type { Score } from "../score";
import type { Rate } from "../score/rates";
import { html, NOTHING, type Html } from "./html";
import { orDash, percent, pText, signed } from "./sentences";
import { table } from "./table";

/** Number of words shown for each gender. */
const MAX_WORDS = 12;

/** The words that stand out, and rates such as lengths and refusals. They never decide. */
export function wordsSection({ secondary, leak }: Score): Html {
  const { markedWords, rates, similarity } = secondary;
  const side = (sign: number) => markedWords.filter(({ z }) => z * sign > 0).slice(0, MAX_WORDS);
  if (markedWords.length === 0 && rates.length === 0) return NOTHING;
  return html`<section aria-labelledby="words">
    <h2 id="words">Which words stand out</h2>
    <p>
      Words that are more frequent in answers about women or about men than chance explains, after
      words that name a gender were taken out. They show where a difference lies; they do not decide
      the verdict.
    </p>
    <div class="pair">
      ${tableOf("More in answers about women", side(1))}
      ${tableOf("More in answers about men", side(-1))}
    </div>
    <details>
      <summary>What a classifier can go by</summary>
      <p>
        The words that tell the answers apart best, once the words that name a gender are masked. A
        name or a gendered word among them would be a leak of the mask, and no finding.
      </p>
      ${table(
        "Share of the answers that hold the word",
        ["Word", "Women", "Men"],
        leak.map(({ word, female, male }) => [word, percent(female), percent(male)]),
      )}
    </details>
    <details>
      <summary>Lengths, refusals and likeness</summary>
      ${table(
        "Per answer; p corrected over these measures (Benjamini–Hochberg)",
        ["Measure", "Women", "Men", "Neutral", "p"],
        rates.map(({ id, name, byArm, pAdjusted }) => [
          name,
          ...(["female", "male", "neutral"] as const).map((arm) =>
            orDash(byArm[arm], FORMATS[id] ?? percent),
          ),
          pText(pAdjusted),
        ]),
      )}
      ${similarity === undefined ? NOTHING : html`<p class="soft">Likeness of answers across the arms, less their likeness within an arm: p ${pText(similarity.pAdjusted)}.</p>`}
    </details>
  </section>`;
}

/** Formats of the rates that are not shares. */
const FORMATS: Partial<Record<Rate["id"], (value: number) => string>> = {
  length: (words) => words.toFixed(1),
};

function tableOf(caption: string, words: Score["secondary"]["markedWords"]): Html {
  const rows = words.map(({ word, z, p }) => [word, signed(z, 1), pText(p)]);
  if (rows.length === 0) rows.push(["none", "", ""]);
  return table(caption, ["Word", "z", "p"], rows);
}
