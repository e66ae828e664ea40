import type { Score } from "../score";
import { html, NOTHING, type Html } from "./html";
import { percent, pText, signed } from "./sentences";

/** Most words shown for either side. */
const SHOWN = 12;

/** The words that stand out, and rates beside the words: they explain, and never decide. */
export function wordsSection({ secondary }: Score): Html {
  const { markedWords, rates, similarity } = secondary;
  const side = (sign: number) => markedWords.filter(({ z }) => z * sign > 0).slice(0, SHOWN);
  if (markedWords.length === 0 && rates.length === 0) return NOTHING;
  return html`<section aria-labelledby="words">
    <h2 id="words">Which words stand out</h2>
    <p>
      Words that are more frequent in answers about women or about men than chance explains, after words that name a
      gender were taken out. They show where a difference lies; they do not decide the verdict.
    </p>
    <div class="pair">
      ${tableOf("More in answers about women", side(1))} ${tableOf("More in answers about men", side(-1))}
    </div>
    <details>
      <summary>Lengths, refusals and likeness</summary>
      <div class="scroll">
        <table>
          <caption>
            Per answer; p corrected over these measures (Benjamini–Hochberg)
          </caption>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">Women</th>
              <th scope="col">Men</th>
              <th scope="col">Neutral</th>
              <th scope="col">p</th>
            </tr>
          </thead>
          <tbody>
            ${rates.map(
              ({ id, name, byArm, pAdjusted }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  ${(["female", "male", "neutral"] as const).map((arm) => html`<td>${figure(id, byArm[arm])}</td>`)}
                  <td>${pText(pAdjusted)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${similarity === undefined ? NOTHING : html`<p class="soft">Likeness of answers across the arms, less their likeness within an arm: p ${pText(similarity.pAdjusted)}.</p>`}
    </details>
  </section>`;
}

const figure = (id: string, value: number | undefined): string =>
  value === undefined ? "–" : id === "length" ? value.toFixed(1) : percent(value);

const tableOf = (caption: string, words: Score["secondary"]["markedWords"]): Html =>
  html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col">z</th>
          <th scope="col">p</th>
        </tr>
      </thead>
      <tbody>
        ${
          words.length === 0
            ? html`<tr>
                <td>none</td>
                <td></td>
                <td></td>
              </tr>`
            : words.map(
                ({ word, z, p }) =>
                  html`<tr>
                    <th scope="row">${word}</th>
                    <td>${signed(z, 1)}</td>
                    <td>${pText(p)}</td>
                  </tr>`,
              )
        }
      </tbody>
    </table>
  </div>`;
