import { html, type Html } from "./html";

/** The short facts at the head of a page, each with its name. */
export const factsList = (
  facts: readonly (readonly [name: string, value: string | Html])[],
): Html =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
