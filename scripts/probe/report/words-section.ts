import type { Score } from "../score";
import type { Rate } from "../score/rates";
import { html, NOTHING, type Html } from "../../lib/page/html";
import { orDash, percent, pText, signed } from "./format";
import { table } from "./table";

/** Words whose corrected p is below this stand out. */
const ALPHA = 0.05;
/** Number of words shown for each gender. */
const MAX_WORDS = 12;

/** The words that stand out, and rates such as lengths and refusals. They never decide. */
export function wordsSection({ secondary, leak, masked }: Score): Html {
  const { markedWords, rates, similarity } = secondary;
  const standingOut = markedWords.filter(({ p }) => p < ALPHA);
  const side = (sign: number) => standingOut.filter(({ z }) => z * sign > 0).slice(0, MAX_WORDS);
  if (markedWords.length === 0 && rates.length === 0) return NOTHING;
  return html`<section aria-labelledby="words">
    <h2 id="words">Which words stand out</h2>
    ${
      standingOut.length === 0
        ? html`<p>
            No word is more frequent in answers about women or about men than chance explains, after
            words that name a gender were taken out.
          </p>`
        : html`<p>
              Words that are more frequent in answers about women or about men than chance explains,
              after words that name a gender were taken out. They show where a difference lies; they
              do not decide the verdict.
            </p>
            <div class="pair">
              ${tableOf("More in answers about women", side(1))}
              ${tableOf("More in answers about men", side(-1))}
            </div>`
    }
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
    ${maskedTable(masked)}
    <details class="printed">
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
      ${similarity === undefined ? NOTHING : html`<p class="soft">Likeness of answers about women to those about men, less the likeness within each: p ${pText(similarity.pAdjusted)}.</p>`}
    </details>
  </section>`;
}

/** What was taken out of the answers beside the words of the questions. */
const maskedTable = (masked: Score["masked"]): Html =>
  masked.length === 0
    ? NOTHING
    : html`<details class="printed">
        <summary>What was taken out before scoring</summary>
        ${table(
          "Masked words, beside those of the questions, and the answers that hold them",
          ["Word", { text: "Why" }, "Women", "Men", "Neutral"],
          masked.map(({ word, reason, answers }) => [
            word,
            reason,
            answers.female,
            answers.male,
            answers.neutral,
          ]),
        )}
      </details>`;

/** Formats of the rates that are not shares. */
const FORMATS: Partial<Record<Rate["id"], (value: number) => string>> = {
  length: (words) => words.toFixed(1),
};

function tableOf(caption: string, words: Score["secondary"]["markedWords"]): Html {
  const rows = words.map(({ word, z, p }) => [word, signed(z, 1), pText(p)]);
  if (rows.length === 0) rows.push(["none", "", ""]);
  return table(caption, ["Word", "z", "p"], rows);
}
