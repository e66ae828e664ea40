import { pathToFileURL } from "node:url";
import type { Outcome } from "../../lib/shell/command";
import { duration, fields, valueText } from "../../lib/shell/table";
import { proofText } from "../../proof";
import { probeText } from "../probe/text";
import { countsText, engineText } from "../stack/engine-report";
import { modelText } from "../stack/model-text";
import type { StackSession } from "../stack/session";
import type { NotebookReport } from "./notebook";
import type { Rehearsal } from "./stages";

/**
 * Reports a finished rehearsal. It exits with 1 when the notebook was skipped or something is left,
 * else with 0, whatever the verdict on the answers.
 */
export function rehearsalOutcome(
  session: StackSession,
  rehearsal: Rehearsal,
  width: number,
): Outcome {
  const { notebook, proof } = rehearsal;
  const isComplete = notebook.state === "success" && !proof?.left.length;
  return {
    document: documentOf(session, rehearsal),
    text: textOf(session, rehearsal, width),
    exitCode: isComplete ? 0 : 1,
  };
}

function documentOf(
  session: StackSession,
  { model, up, notebook, probe, destroy, proof, seconds }: Rehearsal,
): Outcome["document"] {
  return {
    schema: "rai-lab/rehearse/1",
    engine: session.engine.name,
    model,
    resources: up.counts,
    outputs: up.outputs,
    notebook,
    probe: { ...probe.document, report: probe.document.files.html },
    destroy: destroy && { deleted: destroy.counts.delete },
    proof,
    faults: session.faults?.(),
    seconds,
  };
}

function textOf(
  session: StackSession,
  { model, up, notebook, probe, proof, seconds }: Rehearsal,
  width: number,
): string {
  const total = Object.values(seconds).reduce((sum, s) => sum + s, 0);
  const { name } = session.stack;
  const outputs = Object.entries(up.outputs)
    .filter(([key]) => key !== "readme")
    .map(([key, value]) => [key, valueText(value)] as const);
  return [
    "# The probe",
    probeText(probe.document, width),
    "",
    "# The notebook",
    ...notebookLines(notebook),
    "",
    "# The proof",
    proof
      ? proofText(proof, width)
      : `the stack is kept. To delete it: npx lab destroy ${name} --local`,
    "",
    "# The lab",
    fields(
      [
        ["engine", engineText(session)],
        ["answers", modelText(model.name)],
        ["up", countsText(up.counts)],
        ...outputs,
      ],
      width,
    ),
    "",
    `done in ${duration(total)}; next: npx lab open ${name} report`,
  ].join("\n");
}

function notebookLines({ state, reason, result, html }: NotebookReport): string[] {
  if (state === "skipped") return [`skipped: ${reason ?? "it did not run"}`];
  const rendered = ["rendered:", pathToFileURL(html).href];
  return typeof result.verdict === "string" ? [result.verdict, ...rendered] : rendered;
}
