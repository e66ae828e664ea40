import type { Result } from "../engine/engine";
import { labCommand } from "../lib/shell/command";
import { runStages } from "../lib/shell/stages";
import { prove, completedProofText, proofExitCode, proofText, type Proof } from "../proof";
import {
  completedText,
  engineText,
  failuresText,
  resultDocument,
  engineProgress,
} from "./stack/engine-report";
import { liftLock } from "./stack/lift-lock";
import { withSession } from "./stack/open-session";
import { ENGINE_ARG, STACK_ARGS } from "./stack/session";

/** `lab destroy`: tears a stack down in reverse order, then looks for itself whether anything is left. */
export const destroy = labCommand({
  name: "destroy",
  description: "tear a stack down, then prove that nothing is left",
  args: { ...STACK_ARGS, ...ENGINE_ARG },
  run: (args, console) =>
    withSession(args, console, async (session) => {
      let result: Result | undefined;
      let proof: Proof | undefined;
      const tearDown = async (say: (text: string) => void): Promise<string> => {
        if (session.config.lock) await liftLock(session.config, await session.azure());
        result = await session.engine.destroy(session.stack, engineProgress(console, say));
        return completedText(result);
      };
      const look = async (): Promise<string> => {
        proof = await prove({ config: session.config, session: await session.azure() });
        return completedProofText(proof);
      };
      await runStages(
        [
          { title: `destroy ${session.stack.name} with ${engineText(session)}`, run: tearDown },
          { title: "proof", run: look },
        ],
        console,
      );
      const failed = result!.failures.length > 0;
      return {
        document: { schema: "rai-lab/destroy/1", ...resultDocument(session, result!), proof },
        text: [failed ? failuresText(result!.failures) : "", proofText(proof!)]
          .filter(Boolean)
          .join("\n\n"),
        exitCode: failed ? 1 : proofExitCode(proof!),
      };
    }),
});
