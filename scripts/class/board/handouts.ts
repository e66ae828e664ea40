import { pageDocument } from "../../lib/page/document";
import { drawn, html, NOTHING, type Html } from "../../lib/page/html";
import type { ClassStatus, SeatStatus } from "../class-status";
import { foreignText, titleOf } from "./cells";
import { HANDOUTS_STYLE } from "./handouts-style";
import { timeText } from "./moments";
import { safeLink } from "./safe-link";

/** The address that a card leads to; undefined for a seat that can have no card yet. */
const signInOf = ({ state, signInUrl }: SeatStatus): string | undefined =>
  state === "gone" ? undefined : safeLink(signInUrl);

/**
 * A page of cards to print and cut, eight on an A4 sheet: what one student needs to sign in, and
 * nothing about any other. State, cost and verdict are the instructor's and on no card.
 */
export function handoutsPage(status: ClassStatus): string {
  const withCard = status.seats.filter((seat) => signInOf(seat) !== undefined);
  const without = status.seats.filter((seat) => signInOf(seat) === undefined);
  return pageDocument({
    title: `Hand-outs of ${status.class}`,
    style: HANDOUTS_STYLE,
    skip: { text: "Skip to the cards", to: "cards" },
    main: html`<header class="screen">
        <p class="eyebrow">Class ${foreignText(status.class)}</p>
        <h1>${withCard.length} cards to print and cut</h1>
        <p>Eight fit on a sheet of A4. A card has what its own student needs, and nothing else.</p>
        ${without.length === 0 ? NOTHING : withoutText(without)}
      </header>
      <ul id="cards" class="handouts" tabindex="-1">
        ${withCard.map((seat) => card(seat, status))}
      </ul>`,
  });
}

/** Named on the screen alone: it never gets onto a sheet that is cut. */
const withoutText = (seats: readonly SeatStatus[]): Html =>
  html`<p class="banner" role="note">
    No card, because there is no address to sign in at yet:
    ${seats.map(({ slug }, k) => html`${k === 0 ? "" : ", "}${foreignText(slug)}`)}
  </p>`;

function card(seat: SeatStatus, { class: name, where }: ClassStatus): Html {
  return html`<li class="handout">
    <p class="eyebrow">${foreignText(name)}</p>
    <h2 class="${sizeOf(seat)}">${titleOf(seat)}</h2>
    <dl>
      ${field("Sign in at", link(signInOf(seat)!), "address")}
      ${drawn(seat.userName, (userName) => field("as", breakable(userName)))} ${notebookField(seat)}
      ${drawn(seat.expires, (expires) => field("Until", foreignText(timeText(expires))))}
    </dl>
    ${
      where === "local cloud"
        ? html`<p class="rehearsal">
            Rehearsal: the address works on the instructor's machine only.
          </p>`
        : NOTHING
    }
  </li>`;
}

/** Letters of a name that fit on two lines of a card. */
const LONG_NAME = 50;

const sizeOf = ({ name }: SeatStatus): string =>
  name !== null && name.length > LONG_NAME ? "long" : "usual";

/** A line of a card; an address has a line of its own, in letters that cannot be mixed up. */
const field = (name: string, value: Html, kind: "address" | "plain" = "plain"): Html =>
  html`<div class="${kind}">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const link = (href: string, text = href): Html =>
  html`<a href="${href}" rel="noreferrer">${breakable(text)}</a>`;

/** An address or a path as it is read and typed: broken where its parts end. */
const breakable = (address: string): Html =>
  html`${address.split(/(?<=[/.@])(?![/?])/).map((part) => html`${foreignText(part)}<wbr />`)}`;

/** What `#workspace` in a notebook's address is followed by: its path, which can be found by hand too. */
const PATH = /^#workspace(?=\/)/;

function notebookField({ notebookUrl }: SeatStatus): Html {
  const href = safeLink(notebookUrl);
  if (href === undefined) return NOTHING;
  const { hash } = new URL(href);
  if (!PATH.test(hash)) return field("Notebook", link(href), "address");
  return field("Notebook", link(href, decoded(hash.replace(PATH, ""))), "address");
}

/** Percent-encoding off, where it is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
