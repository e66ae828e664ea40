import { pathToFileURL } from "node:url";
import { table } from "../../../lib/shell/table";
import type { ClassReportDocument } from "../../../probe/report/class/schema";

/** The class's verdict, its measures and who is not in it, for a terminal. */
export function reportText(document: ClassReportDocument, width: number): string {
  const measures = document.metrics.map(({ name, effect, interval, verdict, seats }) => [
    name,
    effect.toFixed(2),
    `${interval[0].toFixed(2)} … ${interval[1].toFixed(2)}`,
    verdict,
    `${seats.difference} of ${document.counted}`,
  ]);
  const headings = ["metric", "effect", "interval", "verdict", "seats that saw it alone"];
  const left = document.seats.filter(({ state }) => state !== "counted");
  const rows = left.map(({ slug, state, reason }) => [slug, state, reason ?? ""]);
  return [
    document.sentence,
    document.scope,
    "",
    table(headings, measures, width),
    "",
    document.alone,
    ...(left.length === 0 ? [] : ["", table(["not counted", "state", "why"], rows, width)]),
    "",
    "report:",
    pathToFileURL(document.files.page).href,
  ].join("\n");
}
