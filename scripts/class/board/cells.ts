import { printableLine } from "../../lib/shell/printable";
import { drawn, html, NOTHING, type Html } from "../../lib/page/html";
import { minutesText, type SeatMinutes, type Use, useOf } from "../allowance";
import type { ClassStatus, SeatFailure, SeatStatus } from "../class-status";
import { stateMark } from "./appearance";
import { moneyText } from "./costs";
import { endOf, expiryOf, isOverdue, timeText, type Nearness } from "./moments";
import { safeLink } from "./safe-link";

/** Id of a seat's row. Slugs come from settings of stacks, which anyone may have written. */
export const seatId = (slug: string): string => `seat-${encodeURIComponent(slug)}`;

/** What is not known. */
export const UNKNOWN = html`<span class="soft">unknown</span>`;
/** What there is nothing to say of. */
const NONE = html`<span class="soft">–</span>`;

/** A person's name. It may be written from right to left, and turns nothing beside it. */
const nameText = (name: string): Html => html`<bdi>${name}</bdi>`;

/** Text of a file or a service, in which a mark that turns the reading direction is shown. */
export const foreignText = (text: string): Html => html`<bdi>${printableLine(text)}</bdi>`;

/** Whose a seat is, as far as it is known. */
export const titleOf = ({ name, slug }: SeatStatus): Html =>
  drawn(name, nameText, foreignText(slug));

/** Seat, student and address; `id` names the whole for the links of the row. */
export const seatCell = (seat: SeatStatus, id: string): Html =>
  html`<span class="who" id="${id}">${titleOf(seat)}</span>
    ${drawn(seat.name, () => html`<code>${foreignText(seat.slug)}</code>`)}
    <small>${drawn(seat.userName, foreignText, html`no address known`)}</small>`;

/** The state, and why. */
export const stateCell = (seat: SeatStatus, status: ClassStatus, now: number): Html =>
  html`${stateMark(seat.state)}
  ${isOverdue(seat, status, now) ? html`<span class="tag bad">overdue</span>` : NOTHING}
  ${drawn(seat.reason, (reason) => html`<p>${foreignText(reason)}</p>`)}
  ${drawn(seat.minutes, minutesLine)}
  ${drawn(
    seat.failure,
    (failure) =>
      html`<div class="failure">
        <p><code>${foreignText(failure.code)}</code> ${foreignText(failure.message)}</p>
        ${cureText(failure)}
      </div>`,
  )}`;

const USES: Record<Use, Html | undefined> = {
  left: undefined,
  near: html`warn`,
  "used up": html`bad`,
  unknown: html`warn`,
};

/** How much of the day's minutes is used, and whether the student may start the cluster. */
function minutesLine(minutes: SeatMinutes): Html {
  const text = minutesText(minutes);
  return html`<p>
    ${drawn(USES[useOf(minutes)], (tone) => html`<span class="tag ${tone}">${text}</span>`, html`${text}`)}
    ${drawn(minutes.mayStart === false || undefined, () => html`not to be started until midnight`)}
  </p>`;
}

/** What to try; nothing where no cure is known. */
export const cureText = ({ cure }: Pick<SeatFailure, "cure">): Html =>
  drawn(cure, (text) => html`<p><strong>Try:</strong> ${foreignText(text)}</p>`);

/** Sign-in and notebook. `who` is the id of what names the seat: a link is named by both. */
export function linksCell({ signInUrl, notebookUrl }: SeatStatus, who: string): Html {
  if (signInUrl === null && notebookUrl === null) return NONE;
  return html`${linkTo(signInUrl, "Sign in", `${who}-sign-in`, who)}
  ${linkTo(notebookUrl, "Notebook", `${who}-notebook`, who)}`;
}

function linkTo(address: string | null, text: string, id: string, who: string): Html {
  if (address === null) return html`<span class="soft">no ${text.toLowerCase()}</span>`;
  const href = safeLink(address);
  if (href === undefined)
    return html`<span>${text}: not a web address <code>${foreignText(address)}</code></span>`;
  return html`<a
    id="${id}"
    aria-labelledby="${id} ${who}"
    href="${href}"
    rel="noreferrer"
    target="_blank"
    >${text}</a
  >`;
}

/** States of a seat that has been ready. */
const HAS_BEEN_READY = ["ready", "unhealthy", "stopping", "stopped"];

/** Since when it is ready. */
export function readyCell({ ready, state }: SeatStatus): Html {
  if (ready !== null) return timeOf(ready);
  return HAS_BEEN_READY.includes(state) ? UNKNOWN : NONE;
}

/** A time, for people and for programs; unknown, with the text, where it is none. */
export const timeOf = (text: string): Html =>
  endOf(text) === undefined
    ? html`${UNKNOWN} <small>${foreignText(text)}</small>`
    : html`<time datetime="${text}">${timeText(text)}</time>`;

const TAGS: Record<Nearness, Html | undefined> = {
  later: undefined,
  soon: html`warn`,
  past: html`bad`,
};

/** When it may be destroyed, and how near that is. */
export function expiryCell(seat: SeatStatus, now: number): Html {
  if (seat.expires === null) return UNKNOWN;
  const expiry = expiryOf(seat, now);
  if (!expiry) return timeOf(seat.expires);
  const tone = TAGS[expiry.nearness];
  return html`${timeOf(seat.expires)}
  ${tone ? html`<span class="tag ${tone}">${expiry.distance}</span>` : html`<small>${expiry.distance}</small>`}`;
}

/** Cost so far. */
export const costCell = ({ cost, billed }: SeatStatus): Html =>
  html`${drawn(cost, (known) => foreignText(moneyText(known)), UNKNOWN)}
  ${drawn(billed, (known) => html`<small>billed ${foreignText(moneyText(known))}</small>`)}`;

/** How many answers are saved, and since when; nothing where there is no notebook to save any. */
export function answersCell({ savedAnswers, lastSaved, notebookUrl }: SeatStatus): Html {
  if (savedAnswers === null && lastSaved === null && notebookUrl === null) return NONE;
  return html`${drawn(savedAnswers, (count) => html`${count}`, UNKNOWN)}
  ${drawn(lastSaved, (text) => html`<small>last ${timeOf(text)}</small>`)}`;
}

const VERDICT_TONES = { "within margin": "good", difference: "bad", inconclusive: "warn" } as const;

/** Verdict of its last probe. */
export const verdictCell = ({ verdict }: SeatStatus): Html =>
  drawn(verdict, (text) => html`<span class="tag ${VERDICT_TONES[text]}">${text}</span>`, NONE);
