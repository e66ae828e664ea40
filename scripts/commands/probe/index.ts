import * as path from "node:path";
import { labCommand } from "../../lib/shell/command";
import { runStages, Stage } from "../../lib/shell/stages";
import { runProbe } from "./run";
import { designOf } from "./options";
import { probeText } from "./text";
import { withSession } from "../stack/open-session";
import { SPECS } from "../specs";

/**
 * `lab probe`: asks the deployment and measures gender bias. Its exit code is the verdict: 0 within
 * the margin, 1 difference, 2 could not run, 3 inconclusive.
 */
export const probe = labCommand(SPECS.probe, (args, console) => {
  // Checked first: a wrong option is reported before a cloud is started.
  const design = designOf(args);
  return withSession(args, console, async (session) => {
    const { compare, resume } = args;
    const folder = path.resolve(args.out ?? path.join(session.folder, "probe"));
    const request = { ...design, compare, folder, resume };
    const probing = new Stage(
      `probe ${session.stack.name}`,
      (say) => runProbe(session, request, console, say),
      ({ document }) => `${document.samples} answers`,
    );
    await runStages([probing], console);
    const { document, exitCode } = probing.result;
    return { document, text: probeText(document, console.width), exitCode };
  });
});
