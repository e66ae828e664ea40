import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import { proofExitCode, proofText } from "../proof";
import { completedText, engineText, failuresText, resultDocument } from "./stack/engine-report";
import { withSession } from "./stack/open-session";
import { ENGINE_ARG, STACK_ARGS } from "./stack/session";
import { proofStage, tearDown } from "./stack/teardown";

/**
 * `lab destroy`: destroys a stack, then checks without the stack's state whether anything is left.
 */
export const destroy = labCommand({
  name: "destroy",
  description: "tear a stack down, then prove that nothing is left",
  args: { ...STACK_ARGS, ...ENGINE_ARG },
  run: (args, console) =>
    withSession(args, console, async (session) => {
      const destroying = new Stage(
        `destroy ${session.stack.name} with ${engineText(session)}`,
        (say) => tearDown(session, console, say),
        completedText,
      );
      const proving = proofStage(session);
      await runStages([destroying, proving], console);
      const [result, proof] = [destroying.result, proving.result];
      const document = { schema: "rai-lab/destroy/1", ...resultDocument(session, result), proof };
      if (result.failures.length === 0)
        return { document, text: proofText(proof), exitCode: proofExitCode(proof) };
      const text = `${failuresText(result.failures)}\n\n${proofText(proof)}`;
      return { document, text, exitCode: 1 };
    }),
});
