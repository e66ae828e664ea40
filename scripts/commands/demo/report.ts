import { pathToFileURL } from "node:url";
import type { Outcome } from "../../lib/shell/command";
import { duration, fields } from "../../lib/shell/table";
import { modelText } from "../stack/model-text";
import type { Demo } from "./run";

/**
 * Reports a finished demo. It exits with 1 when the notebook was skipped or something is left, else
 * with 0, whatever the verdict on the answers.
 * @param model that answered, by its name in answers
 */
export function demoOutcome(demo: Demo, model: string, width: number): Outcome {
  const isComplete = demo.notebook.state === "success" && demo.destroy.exitCode === 0;
  return {
    document: { ...documentOf(demo), model },
    text: textOf(demo, model, width),
    exitCode: isComplete ? 0 : 1,
  };
}

const documentOf = ({ broken, report, status, destroy, ...demo }: Demo): Outcome["document"] => ({
  schema: "rai-lab/demo/1",
  ...demo,
  broken: { seat: broken.seat, found: broken.found.document },
  report: report.document,
  status: status.document,
  destroy: destroy.document,
});

function textOf(demo: Demo, model: string, width: number): string {
  const { broken, notebook, sampled, report, status, destroy } = demo;
  const page = status.document.page as string;
  return [
    "# What the class found",
    report.text,
    "",
    "# Where the answers are from",
    fields(
      [
        ["on Spark", `seat ${notebook.seat}: ${sparkText(demo)}`],
        [
          "without Spark",
          `${sampled} seats: the sampling code of the same notebook (notebooks/lab_helpers.py)`,
        ],
        ["the model", modelText(model)],
      ],
      width,
    ),
    "",
    `# The seat that was broken: ${broken.seat}`,
    broken.found.text,
    "it was recovered, and brought up again",
    "",
    "# The board",
    pathToFileURL(page).href,
    "",
    "# The proof",
    destroy.text,
    "",
    `done in ${duration(demo.seconds)}; what this machine keeps of it: npx lab class forget demo`,
  ].join("\n");
}

function sparkText({ notebook: { state, reason = "", spark, result } }: Demo): string {
  if (state === "skipped") return `skipped: ${reason}`;
  return [spark, result.verdict].filter((text) => typeof text === "string").join("; ");
}
