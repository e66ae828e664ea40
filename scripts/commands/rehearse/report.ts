import type { Outcome } from "../../lib/shell/command";
import { duration, masked } from "../../lib/shell/table";
import { proofText } from "../../proof";
import { countsText, engineText } from "../stack/engine-report";
import { probeText } from "../probe/text";
import type { Rehearsal } from "./stages";
import type { StackSession } from "../stack/session";

/** A finished rehearsal: exit 0 whatever the verdict, 1 when a step was skipped for want of something or something is left. */
export function rehearsalOutcome(session: StackSession, found: Rehearsal): Outcome {
  const complete = found.notebook?.state === "success" && (found.proof?.left.length ?? 0) === 0;
  return {
    document: documentOf(session, found),
    text: textOf(session, found),
    exitCode: complete ? 0 : 1,
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
    resources: up?.counts,
    outputs: up && masked(up.outputs, up.secretOutputs),
    notebook,
    probe: probe && { ...probe.document, report: probe.document.files.html },
    destroy: destroy && { deleted: destroy.counts.delete },
    proof,
    seconds,
  };
}

function textOf(
  session: StackSession,
  { model, up, notebook, probe, proof, seconds }: Rehearsal,
): string {
  const total = Object.values(seconds).reduce((sum, s) => sum + s, 0);
  const shown = up
    ? Object.entries(masked(up.outputs, up.secretOutputs)).filter(([key]) => key !== "readme")
    : [];
  return [
    `# The lab`,
    `engine    ${engineText(session)}`,
    `answers   ${model?.name ?? "nobody"}`,
    `resources ${up ? countsText(up.counts) : "none"}`,
    ...shown.map(
      ([key, value]) =>
        `  ${key.padEnd(30)} ${typeof value === "string" ? value : JSON.stringify(value)}`,
    ),
    "",
    "# The notebook",
    notebook?.state === "success"
      ? notebookText(notebook.result, notebook.html)
      : `skipped: ${notebook?.reason ?? "it did not run"}`,
    "",
    "# The probe",
    probe ? probeText(probe.document) : "it did not run",
    "",
    "# The proof",
    proof
      ? proofText(proof)
      : `the stack is kept: \`npx lab destroy ${session.stack.name} --local\` removes it`,
    "",
    `done in ${duration(total)}`,
  ].join("\n");
}

const notebookText = (result: Record<string, unknown>, html: string): string =>
  [...(typeof result.verdict === "string" ? [result.verdict] : []), `rendered: ${html}`].join("\n");
