import { html, NOTHING, type Html } from "../../lib/page/html";
import type { ClassStatus, SeatStatus } from "../class-status";
import { BY_URGENCY, urgencyOf } from "./appearance";
import {
  answersCell,
  costCell,
  expiryCell,
  foreignText,
  linksCell,
  readyCell,
  seatCell,
  seatId,
  stateCell,
  verdictCell,
} from "./cells";
import { endOf, expiryOf } from "./moments";

/** A column: its heading, its cell, and what the script sorts by, where it sorts. */
interface Column {
  heading: string;
  /** `who` is the id of what names the seat on the page. */
  cell: (seat: SeatStatus, who: string) => Html;
  /** Nothing where it is not known: such a seat comes last. */
  sort?: (seat: SeatStatus) => string | number | null | undefined;
  /** Sorted as text; as numbers when absent. */
  isText?: true;
}

const columnsOf = (status: ClassStatus, now: number): Column[] => [
  {
    heading: "State",
    cell: (seat) => stateCell(seat, status, now),
    sort: ({ state }) => urgencyOf(state),
  },
  { heading: "Open", cell: linksCell },
  {
    heading: "Ready since",
    cell: readyCell,
    sort: ({ ready }) => endOf(ready),
  },
  {
    heading: "Expires",
    cell: (seat) => expiryCell(seat, now),
    sort: (seat) => expiryOf(seat, now)?.at,
  },
  { heading: "Cost so far (estimate)", cell: costCell, sort: ({ cost }) => cost?.amount },
  { heading: "Last probe", cell: verdictCell, sort: ({ verdict }) => verdict, isText: true },
  { heading: "Answers saved", cell: answersCell, sort: ({ savedAnswers }) => savedAnswers },
];

/** Every seat of the class, a row each. */
export function seatsSection(status: ClassStatus, now: number): Html {
  const columns = columnsOf(status, now);
  return html`<section aria-labelledby="seats">
    <h2 id="seats" tabindex="-1">Seats</h2>
    ${tools(status)}
    <table role="table" id="table" aria-labelledby="seats">
      <thead role="rowgroup">
        <tr role="row">
          ${heading({ heading: "Seat", sort: ({ slug }) => slug, isText: true })}
          ${columns.map(heading)}
        </tr>
      </thead>
      <tbody role="rowgroup" id="rows" data-live>
        ${status.seats.map((seat) => row(seat, columns))}
      </tbody>
    </table>
  </section>`;
}

/** What all seats of a shared class use; nothing where they share nothing. */
export function halfSection(status: ClassStatus, now: number): Html {
  if (status.half === null) return NOTHING;
  const { half } = status;
  return html`<section id="half" data-live aria-labelledby="shared">
    <h2 id="shared">What all seats share</h2>
    <dl class="shared" id="${seatId(half.slug)}">
      <div>
        <dt>Stack</dt>
        <dd><code>${foreignText(half.stack)}</code></dd>
      </div>
      ${columnsOf(status, now).map(
        ({ heading: text, cell }) =>
          html`<div>
            <dt>${text}</dt>
            <dd>${cell(half, "shared")}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

const heading = ({ heading: text, sort, isText }: Omit<Column, "cell">): Html => {
  if (!sort) return html`<th role="columnheader" scope="col">${text}</th>`;
  const order = isText ? "text" : "number";
  return html`<th role="columnheader" scope="col" data-sorts="${order}">${text}</th>`;
};

function row(seat: SeatStatus, columns: readonly Column[]): Html {
  const id = seatId(seat.slug);
  const who = `${id}-name`;
  return html`<tr role="row" id="${id}" data-state="${seat.state}">
    <th role="rowheader" scope="row" data-sort="${seat.name ?? seat.slug}">
      ${seatCell(seat, who)}
    </th>
    ${columns.map(
      ({ heading: label, cell, sort }) =>
        html`<td role="cell" data-label="${label}" data-sort="${sort?.(seat) ?? ""}">
          ${cell(seat, who)}
        </td>`,
    )}
  </tr>`;
}

/** Controls of the script, which shows them: without it they would do nothing. */
const tools = ({ summary }: ClassStatus): Html =>
  html`<div id="tools" role="search" hidden>
    <label>Find <input type="search" id="find" autocomplete="off" /></label>
    <label
      >State
      <select id="state">
        <option value="">all</option>
        ${BY_URGENCY.map((state) => html`<option value="${state}">${state} (${summary[state]})</option>`)}
      </select></label
    >
    <p id="shown" role="status"></p>
  </div>`;
