import { labCommand } from "../lib/shell/command";
import { runStages } from "../lib/shell/stages";
import { proofExitCode, proofText } from "../proof";
import { confirmDestroy } from "./stack/confirm-destroy";
import { guardSeats } from "./stack/class-seats";
import { destroyStack } from "./stack/destroy-stack";
import { failuresText } from "./stack/engine-report";
import { gatherEvidence, refuseElsewhere } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import { SPECS } from "./specs";

/**
 * `lab destroy`: destroys a stack, then looks in Azure whether anything of it is left.
 */
export const destroy = labCommand(SPECS.destroy, (args, console) =>
  withStack(args, console, async (handle) => {
    const evidence = await gatherEvidence(handle);
    await refuseElsewhere(handle, evidence);
    const isAllowed = await guardSeats(handle, evidence, args["allow-data-loss"], console);
    if (!args.yes && !isAllowed) await confirmDestroy(handle, evidence, console);
    const { stages, outcome } = destroyStack(handle, evidence, console);
    await runStages(stages, console);
    const document = { schema: "rai-lab/destroy/1", ...outcome() };
    const { failures, proof } = document;
    if (failures.length === 0)
      return { document, text: proofText(proof, console.width), exitCode: proofExitCode(proof) };
    const again = "run the same command again: what is deleted stays deleted";
    const text = `${failuresText(failures)}\n${again}\n\n${proofText(proof, console.width)}`;
    return { document, text, exitCode: 1 };
  }),
);
