import { html, type Html } from "../../lib/page/html";

/** Content of a cell. */
export type Cell = string | number | Html;

/** A column's heading; as `{ text }` for a column of words, which is aligned left. */
export type Column = string | { text: string };

/**
 * An accessible table: a caption, headings for columns and for rows (the first cell of each), and a
 * frame that scrolls on its own on a narrow page, by keyboard too.
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
