import type { ClassStatus, SeatStatus } from "../../../scripts/class/class-status";
import { SEAT_STATES } from "../../../scripts/class/seat-state";
import { classOf, seatOf } from "./sample-class";

/** A seat in which every text is this one. */
const hostileSeat = (text: string, k: number): SeatStatus =>
  seatOf(k, {
    ...{ slug: `${text}${k}`, stack: text, state: SEAT_STATES[k % SEAT_STATES.length]! },
    ...{ reason: text, failure: { code: text, message: text, cure: text } },
    ...{ name: text, userName: text, ready: text, expires: text, lastSaved: text },
    ...{ signInUrl: text, notebookUrl: text, outputs: { [text]: text } },
    cost: { amount: 1, currency: text, basis: text },
  });

/** A class with such a seat in every state, and its shared half. */
export const hostileClass = (text: string): ClassStatus =>
  classOf(
    SEAT_STATES.map((_, k) => hostileSeat(text, k)),
    {
      ...{ class: text, asOf: text, readyBy: text, half: hostileSeat(text, 100) },
      allowance: { minutesADay: 240, zone: text },
      instructors: [
        { userName: text, state: "instructor", until: text, isOverdue: true, stacks: [text] },
      ],
      unknownInstructors: [text],
      sweep: { last: text, isLate: true, missed: [text] },
    },
  );

/** Texts that want to become markup, a script, a link elsewhere, or to turn the page round. */
export const HOSTILE = [
  "<script>console.log(`hit`)</script>",
  '<img src="x" onerror="console.log(`hit`)">',
  "javascript:console.log(`hit`)",
  "\u202eevil\u2066",
  "\" onclick='console.log(`hit`)' x=\"",
  "</title></style></script><script>console.log(`hit`)</script>",
  "https://user@page.example/",
  "x".repeat(200),
  "-->]]>&amp;&lt;",
];
