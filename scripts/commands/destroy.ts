import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import { proofExitCode, proofText } from "../proof";
import { engineText, failuresText, resultDocument } from "./stack/engine-report";
import { confirmDestroy } from "./stack/confirm-destroy";
import { guardSeats } from "./stack/class-seats";
import { type Evidence, gatherEvidence, refuseElsewhere } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import type { StackHandle } from "./stack/session";
import { destroyedText, proofStage, sweep, sweptText, tearDown } from "./stack/teardown";
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
    const destroying = new Stage(
      `destroy ${handle.stack.name}${engineSuffix(handle, evidence)}`,
      (say) => tearDown(handle, evidence, console, say),
      destroyedText,
    );
    const sweeping = new Stage(
      "what no state records",
      () => sweep(handle, evidence, destroying.result.failures),
      (swept) => sweptText(swept, destroying.result.deleted),
    );
    const proving = proofStage(handle, () => Promise.resolve(evidence));
    await runStages([destroying, sweeping, proving], console);
    const [proof, swept] = [proving.result, sweeping.result];
    const failures = [...destroying.result.failures, ...swept.failures];
    const document = {
      schema: "rai-lab/destroy/1",
      ...resultDocument(handle, { ...destroying.result, failures }),
      deletedOutside: [...destroying.result.deleted, ...swept.deleted],
      proof,
    };
    if (failures.length === 0)
      return { document, text: proofText(proof, console.width), exitCode: proofExitCode(proof) };
    const again = "run the same command again: what is deleted stays deleted";
    const text = `${failuresText(failures)}\n${again}\n\n${proofText(proof, console.width)}`;
    return { document, text, exitCode: 1 };
  }),
);

/** Which engine destroys the stack; empty when it has no state. */
const engineSuffix = (handle: StackHandle, { recorded }: Evidence): string =>
  recorded ? ` with ${engineText(handle)}` : "";
