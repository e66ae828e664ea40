import { html, NOTHING, type Html } from "../../lib/page/html";
import type { ClassStatus, Instructor } from "../class-status";
import { foreignText, timeOf } from "./cells";
import { timeText } from "./moments";

/** Workspaces that a person is named with. */
const NAMED_STACKS = 3;

/** Who manages the workspaces of a class, and for how long; nothing where no person is known to. */
export function instructorsSection({ instructors, unknownInstructors }: ClassStatus): Html {
  if (instructors.length + unknownInstructors.length === 0) return NOTHING;
  return html`<section aria-labelledby="instructors">
    <h2 id="instructors">Who manages the workspaces</h2>
    <ul>
      ${instructors.map(
        (one) =>
          html`<li>
            ${foreignText(one.userName)}, ${one.state}, ${endOf(one)}
            <small>${foreignText(placesOf(one.stacks))}</small>
          </li>`,
      )}
      ${
        unknownInstructors.length === 0
          ? NOTHING
          : html`<li>
              unknown, because it could not be asked: ${foreignText(placesOf(unknownInstructors))}
            </li>`
      }
    </ul>
  </section>`;
}

function endOf({ until, isOverdue }: Instructor): Html {
  if (until === null) return html`without an end that the class knows`;
  if (!isOverdue) return html`until ${timeOf(until)}`;
  return html`<span class="tag bad">overdue</span> since ${timeOf(until)}:
    <code>lab class verify --fix</code> ends it`;
}

function placesOf(stacks: readonly string[]): string {
  const more = stacks.length - NAMED_STACKS;
  const named = stacks.slice(0, NAMED_STACKS).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

/** One of them in a line. @example "tutor@example.edu, instructor until 2027-01-31 18:00 UTC" */
export function managerText({ userName, state, until, isOverdue, stacks }: Instructor): string {
  const who = `${userName}, ${state}`;
  const places = `(${placesOf(stacks)})`;
  if (until === null) return `${who} ${places}`;
  if (!isOverdue) return `${who} until ${timeText(until)} ${places}`;
  return `${who}, overdue since ${timeText(until)}: \`lab class verify --fix\` ends it ${places}`;
}
