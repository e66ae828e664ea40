import { factsList } from "../../lib/page/facts";
import { drawn, html, type Html } from "../../lib/page/html";
import type { ClassStatus } from "../class-status";
import { type SeatState } from "../seat-state";
import { BY_URGENCY, stateMark } from "./appearance";
import { foreignText, timeOf, UNKNOWN } from "./cells";
import { totalCost } from "./costs";
import { expiryOf } from "./moments";
import { stacksOf } from "./stacks";

/** "285 of 300 seats are ready". */
export function readyText({ summary, seats }: ClassStatus): string {
  const verb = summary.ready === 1 ? "is" : "are";
  return `${summary.ready} of ${seats.length} seats ${verb} ready`;
}

const BAD: readonly SeatState[] = ["failed", "unhealthy"];

function toneOf(status: ClassStatus): string {
  if (stacksOf(status).some(({ state }) => BAD.includes(state))) return "bad";
  return status.summary.ready === status.seats.length ? "good" : "plain";
}

/** The panel on top: how the class is, in one line and in figures. */
export function summary(status: ClassStatus, now: number): Html {
  const facts: [string, Html][] = [
    ["Where", html`${status.where}`],
    ["Layout", html`${status.layout}`],
    ["As of", timeOf(status.asOf)],
    ["Ready by", drawn(status.readyBy, timeOf, html`no bell set`)],
    ["First expiry", firstExpiry(status, now)],
    ["Cost so far (estimate)", foreignText(totalCost(status).text)],
  ];
  return html`<header class="headline ${toneOf(status)}">
    <p class="eyebrow">Class ${foreignText(status.class)}</p>
    <h1>${readyText(status)}</h1>
    <ul class="counts">
      ${BY_URGENCY.filter((state) => status.summary[state] > 0).map(
        (state) => html`<li>${stateMark(state, `${status.summary[state]} ${state}`)}</li>`,
      )}
    </ul>
    ${factsList(facts)}
  </header>`;
}

/** The earliest expiry of a seat that exists. */
function firstExpiry({ seats }: ClassStatus, now: number): Html {
  const [first] = seats
    .filter(({ state }) => state !== "gone")
    .flatMap((seat) => expiryOf(seat, now) ?? [])
    .sort((a, b) => a.at - b.at);
  return drawn(first, ({ text }) => timeOf(text), UNKNOWN);
}
