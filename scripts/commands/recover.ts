import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import {
  completedText,
  countsText,
  engineProgress,
  engineText,
  failuresText,
  resultDocument,
} from "./stack/engine-report";
import { gatherEvidence, refuseDoubts } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import { NO_STATE } from "./stack/teardown";
import { SPECS } from "./specs";

/**
 * `lab recover`: settles the operations that an interrupted run did not finish. It creates nothing
 * new.
 */
export const recover = labCommand(SPECS.recover, (args, console) =>
  withStack(args, console, async (session) => {
    const evidence = await gatherEvidence(session);
    refuseDoubts(session, evidence);
    const recovering = new Stage(
      `recover ${session.stack.name} with ${engineText(session)}`,
      async (say) => {
        if (!evidence.recorded) return NO_STATE;
        return session.engine.recover(session.stack, engineProgress(console, say));
      },
      ({ counts, failures }) =>
        countsText(counts, failures) === "nothing to do"
          ? "nothing needed repair"
          : completedText({ counts, failures }),
    );
    await runStages([recovering], console);
    const { result } = recovering;
    const { interrupted, failures } = result;
    const document = {
      schema: "rai-lab/recover/1",
      ...resultDocument(session, result),
      interrupted,
    };
    if (failures.length > 0) return { document, text: failuresText(failures), exitCode: 1 };
    return { document, text: settledText(interrupted), exitCode: 0 };
  }),
);

function settledText(urns: readonly string[]): string {
  if (urns.length === 0) return "nothing needed repair";
  return [
    `repaired ${urns.length} interrupted operation(s):`,
    ...urns.map((urn) => `  ${urn}`),
  ].join("\n");
}
