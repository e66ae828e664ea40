import { html, type Html } from "../../lib/page/html";
import type { SeatState } from "../seat-state";

/** Colours of the page that mean something; everything else is plain. */
type Tone = "good" | "warn" | "bad" | "plain";

/** How a state looks. Word and shape tell it without the colour. */
interface Appearance {
  tone: Tone;
  /** Content of an icon of 16 × 16, drawn in the current colour. */
  shape: Html;
  /** Lower sorts first: what needs the instructor is on top. */
  urgency: number;
}

const APPEARANCES: Record<SeatState, Appearance> = {
  failed: { tone: "bad", urgency: 0, shape: html`<path d="M4 4l8 8M12 4l-8 8" />` },
  unhealthy: { tone: "warn", urgency: 1, shape: html`<path d="M8 2.5l6 11H2zM8 7v3M8 11.7v.1" />` },
  skipped: {
    tone: "plain",
    urgency: 2,
    shape: html`<circle cx="8" cy="8" r="6" /><path d="M4 12l8-8" />`,
  },
  waiting: {
    tone: "plain",
    urgency: 3,
    shape: html`<circle cx="8" cy="8" r="6" /><path d="M8 4.5v4l2.5 1.5" />`,
  },
  starting: { tone: "plain", urgency: 4, shape: html`<path d="M8 13V3M4 7l4-4 4 4" />` },
  stopping: { tone: "plain", urgency: 5, shape: html`<path d="M8 3v10M4 9l4 4 4-4" />` },
  stopped: {
    tone: "plain",
    urgency: 6,
    shape: html`<rect x="3.5" y="3.5" width="9" height="9" />`,
  },
  gone: { tone: "plain", urgency: 7, shape: html`<path d="M3 8h10" />` },
  ready: { tone: "good", urgency: 8, shape: html`<path d="M3 8.5l3.5 3.5L13 4.5" />` },
};

/** Place of a state in a list that begins with what needs the instructor. */
export const urgencyOf = (state: SeatState): number => APPEARANCES[state].urgency;

/** The colour of what needs the instructor: only a failure is red. */
export const toneOf = (state: SeatState): Tone => (state === "failed" ? "bad" : "warn");

const NAMES = Object.keys(APPEARANCES) as SeatState[];

/** States, the most urgent one first. */
export const BY_URGENCY = NAMES.sort((a, b) => urgencyOf(a) - urgencyOf(b));

/** The shapes of all states, once a page: an icon refers to its own. */
export const SHAPES = html`<svg class="shapes" aria-hidden="true">
  ${BY_URGENCY.map((state) => html`<symbol id="shape-${state}" viewBox="0 0 16 16">${APPEARANCES[state].shape}</symbol>`)}
</svg>`;

/** A state: its shape, then `text`. */
export const stateMark = (state: SeatState, text: string = state): Html =>
  html`<span class="state ${APPEARANCES[state].tone}"
    ><svg aria-hidden="true"><use href="#shape-${state}" /></svg>${text}</span
  >`;
