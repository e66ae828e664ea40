import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import { completedProofText, proofExitCode, proofText } from "../proof";
import { gatherEvidence, proveStack } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab proof`: looks in Azure, by name and by what the state records, whether anything is left. */
export const proof = labCommand(SPECS.proof, (args, console) =>
  withStack(args, console, async (handle) => {
    const looking = new Stage(
      `proof of ${handle.stack.name}`,
      async () => proveStack(handle, await gatherEvidence(handle)),
      completedProofText,
    );
    await runStages([looking], console);
    const { result } = looking;
    return {
      document: result,
      text: proofText(result, console.width),
      exitCode: proofExitCode(result),
    };
  }),
);
