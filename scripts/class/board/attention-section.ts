import { drawn, html, NOTHING, type Html } from "../../lib/page/html";
import type { ClassStatus } from "../class-status";
import { attentionOf, type Attention } from "./attention";
import { toneOf } from "./appearance";
import { cureText, foreignText, seatId } from "./cells";
import { lateSweep, type LateSweep } from "./late-sweep";

/** Seats that a reason names, each a link to its row. */
const NAMED_SEATS = 30;

/** What needs the instructor, equal reasons together; nothing where nothing does. */
export function attentionSection(status: ClassStatus, now: number): Html {
  const found = attentionOf(status, now);
  const late = lateSweep(status);
  if (found.length === 0 && !late) return NOTHING;
  return html`<section aria-labelledby="attention">
    <h2 id="attention">What needs you</h2>
    <ul class="attention">
      ${drawn(late, lateItem)} ${found.map(item)}
    </ul>
  </section>`;
}

const lateItem = ({ title, action }: LateSweep): Html =>
  html`<li class="warn">
    <h3>${foreignText(title)}</h3>
    ${cureText({ cure: action })}
  </li>`;

function item({ title, seats, failure }: Attention): Html {
  const more = seats.length - NAMED_SEATS;
  return html`<li class="${toneOf(seats[0]!.state)}">
    <h3>${seats.length} × ${foreignText(title)}</h3>
    ${drawn(
      failure,
      (known) =>
        html`<p>${foreignText(known.message)}</p>
          ${cureText(known)}`,
    )}
    <p class="seats">
      ${seats
        .slice(0, NAMED_SEATS)
        .map(({ slug }) => html`<a href="#${seatId(slug)}">${foreignText(slug)}</a> `)}
      ${more > 0 ? `and ${more} more` : ""}
    </p>
  </li>`;
}
