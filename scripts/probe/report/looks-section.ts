import type { Score } from "../score";
import { html, NOTHING, type Html } from "./html";
import { signed } from "./sentences";

/** The gate at every planned look, against the boundary fixed for it; absent for a design with one look. */
export function looksSection({ sequential, metrics }: Score): Html {
  if (sequential.length === 0) return NOTHING;
  const looks = sequential[0]!.looks;
  return html`<section aria-labelledby="looks">
    <h2 id="looks">How the evidence grew</h2>
    <p>
      Looking at data early and often finds differences by chance. The looks, and how strong the evidence (z) had to be
      at each, were fixed before the first question.
    </p>
    <div class="scroll">
      <table>
        <caption>
          z at each look; * reaches the boundary
        </caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            ${looks.map(({ answersPerQuestion }) => html`<th scope="col">${answersPerQuestion} answers</th>`)}
            <th scope="col">Decided</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Boundary</th>
            ${looks.map(({ boundary }) => html`<td>${boundary.toFixed(2)}</td>`)}
            <td></td>
          </tr>
          ${sequential.map(
            ({ id, looks: own, verdict, decidedAt }) =>
              html`<tr>
                <th scope="row">${metrics.find(({ metric }) => metric.id === id)?.metric.name ?? id}</th>
                ${own.map(({ z, boundary }) => html`<td>${signed(z)}${Math.abs(z) >= boundary ? "*" : ""}</td>`)}
                <td>${decidedAt === undefined ? "not yet" : `${verdict}, at ${decidedAt}`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
