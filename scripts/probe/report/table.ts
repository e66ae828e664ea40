import { html, type Html } from "./html";

/** What stands in a cell. */
export type Cell = string | number | Html;

/** A column: its heading, and whether it holds words (set to the left) instead of figures. */
export type Column = string | { text: string };

/**
 * A table as every section shows it: a caption for those who hear it, headings for columns and for rows (the first
 * cell of each), and a frame that scrolls by itself, by keyboard too, where the page is narrow.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  const isText = (index: number): boolean => typeof columns[index] === "object";
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => (typeof column === "string" ? html`<th scope="col">${column}</th>` : html`<th scope="col" class="text">${column.text}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = "", ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell, index) => (isText(index + 1) ? html`<td class="text">${cell}</td>` : html`<td>${cell}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
