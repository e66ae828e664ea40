import { pageDocument } from "../../lib/page/document";
import { drawn, html, NOTHING, type Html } from "../../lib/page/html";
import type { ClassStatus } from "../class-status";
import { SHAPES } from "./appearance";
import { attentionSection } from "./attention-section";
import { foreignText } from "./cells";
import { billedText, totalCost } from "./costs";
import { FILES } from "./files";
import { instructorsSection } from "./instructors-section";
import { SCRIPT } from "./script";
import { seatsSection, halfSection } from "./seats-section";
import { STYLE } from "./style";
import { readyText, summary } from "./summary";

/** How a board is drawn. */
export interface PageOptions {
  /** Milliseconds since the epoch, for what is near and what is overdue. */
  now: number;
  /** How often a page that is served reads itself again; absent for a file. */
  refreshSeconds?: number;
}

/**
 * The board of a class as one HTML file, for its instructor: it shows every student to its reader.
 * Everything can be read without the script, which sorts, filters and renews.
 */
export function classPage(status: ClassStatus, { now, refreshSeconds }: PageOptions): string {
  return pageDocument({
    title: `${status.class}: ${readyText(status)}`,
    style: STYLE,
    skip: { text: "Skip to the seats", to: "seats" },
    script: { text: SCRIPT, fetches: refreshSeconds !== undefined },
    main: html`${SHAPES}
      <p class="banner" role="note">
        For the instructor. This page names every student: do not share or project it. Each
        student's own card is in <a href="${FILES.handouts}">the hand-outs</a>.
      </p>
      ${
        status.where === "local cloud"
          ? html`<p class="banner" role="note">
              REHEARSAL — these seats are on the local cloud of this machine.
            </p>`
          : NOTHING
      }
      ${renewal(refreshSeconds)}
      <div id="summary" data-live>${summary(status, now)} ${attentionSection(status, now)}</div>
      ${halfSection(status, now)} ${seatsSection(status, now)}
      <div id="managers" data-live>${instructorsSection(status)}</div>
      ${footer(status)}`,
  });
}

/** Where the script says when the page was renewed; aloud only that it no longer is. */
const renewal = (refreshSeconds: number | undefined): Html =>
  drawn(
    refreshSeconds,
    (seconds) =>
      html`<p id="renewal" data-seconds="${seconds}" hidden>
        <button type="button" id="pause" aria-pressed="false">Pause renewal</button>
        <span id="renewed"></span> <strong id="stale" role="status"></strong>
      </p>`,
  );

function footer(status: ClassStatus): Html {
  const { bases } = totalCost(status);
  const billed = billedText(status);
  return html`<footer>
    <p>
      Made by rai-lab. The roster with every link is in
      <a href="${FILES.roster}">${FILES.roster}</a>.
    </p>
    <p>
      Costs are estimates, never a bill.
      ${bases.length === 0 ? NOTHING : html`They go by: ${foreignText(bases.join("; "))}.`} Billed
      by Azure, a day late: ${foreignText(billed)}.
    </p>
  </footer>`;
}
