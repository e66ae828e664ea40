import { pathToFileURL } from "node:url";
import { table } from "../../lib/shell/table";
import type { ProbeDocument } from "../../probe";
import { modelText } from "../stack/model-text";

/** Formats the verdict and its figures for a terminal. */
export function probeText(document: ProbeDocument, width: number): string {
  const rows = document.metrics.map((m) => [
    m.name,
    m.effect.toFixed(2),
    `${m.interval[0].toFixed(2)} … ${m.interval[1].toFixed(2)}`,
    m.verdict,
  ]);
  const models = document.producedBy.models.map(modelText).join(", ");
  return [
    document.sentence,
    "",
    rows.length === 0 ? "" : table(["metric", "effect", "interval", "verdict"], rows, width),
    "",
    `answers: ${models === "" ? "who gave them is not recorded" : models}`,
    "report:",
    pathToFileURL(document.files.html).href,
  ].join("\n");
}
