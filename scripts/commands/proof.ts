import { labCommand } from "../lib/shell/command";
import { proofText, proofExitCode } from "../proof";
import { gatherEvidence, proveStack } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab proof`: looks in Azure, by name and by what the state records, whether anything is left. */
export const proof = labCommand(SPECS.proof, (args, console) =>
  withStack(args, console, async (handle) => {
    const found = await proveStack(handle, await gatherEvidence(handle));
    return {
      document: found,
      text: proofText(found),
      exitCode: proofExitCode(found),
    };
  }),
);
