import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/shell/command";
import { scoreFile } from "../probe";
import { probeText } from "./probe/text";

/**
 * `lab score FILE`: reaches the verdicts of `lab probe` from recorded answers. The exit codes are
 * those of `lab probe`.
 */
export const score = labCommand({
  name: "score",
  description: "measure gender bias in recorded answers, with no service",
  args: {
    file: {
      type: "positional",
      required: true,
      description: "one answer a line, as JSON; or a journal of lab probe",
      valueHint: "FILE",
    },
    seed: { type: "string", default: "1", description: "drives the resampling", valueHint: "N" },
    out: {
      type: "string",
      description: "folder for the report; FILE-report beside it by default",
      valueHint: "FOLDER",
    },
  },
  errorExit: 2,
  run: async (args) => {
    if (!/^\d+$/.test(args.seed))
      throw new LabError("usage", `--seed takes a whole number, not "${args.seed}"`, {
        cure: "npx lab score --help",
      });
    const file = path.resolve(args.file);
    const folder = path.resolve(
      args.out ?? `${file.slice(0, file.length - path.extname(file).length)}-report`,
    );
    const { document, exitCode } = await scoreFile({ file, folder, seed: Number(args.seed) });
    const cautions = document.cautions.map((caution) => `note: ${caution}`);
    return { document, text: [probeText(document), ...cautions].join("\n"), exitCode };
  },
});
