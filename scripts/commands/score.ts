import * as path from "node:path";
import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/shell/command";
import { scoreFile } from "../probe";
import { probeText } from "./probe/text";
import { SPECS } from "./specs";

/**
 * `lab score FILE`: reaches the verdicts of `lab probe` from recorded answers. The exit codes are
 * those of `lab probe`.
 */
export const score = labCommand(SPECS.score, (args, console) => {
  if (!/^\d+$/.test(args.seed))
    throw new LabError("usage", `--seed takes a whole number, not "${args.seed}"`, {
      cure: "npx lab score --help",
    });
  const file = path.resolve(args.file);
  const folder = path.resolve(
    args.out ?? `${file.slice(0, file.length - path.extname(file).length)}-report`,
  );
  const { document, exitCode } = scoreFile({
    file,
    folder,
    seed: Number(args.seed),
    mask: args.mask?.split(","),
  });
  const cautions = document.cautions.map((caution) => `note: ${caution}`);
  const text = [probeText(document, console.width), ...cautions].join("\n");
  return Promise.resolve({ document, text, exitCode });
});
