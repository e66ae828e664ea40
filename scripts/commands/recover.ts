import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import {
  completedText,
  engineProgress,
  engineText,
  failuresText,
  resultDocument,
} from "./stack/engine-report";
import { withSession } from "./stack/open-session";
import { ENGINE_ARG, STACK_ARGS } from "./stack/session";

/**
 * `lab recover`: settles the operations that an interrupted run did not finish. It creates nothing
 * new.
 */
export const recover = labCommand({
  name: "recover",
  description: "bring an interrupted stack to a consistent state",
  args: { ...STACK_ARGS, ...ENGINE_ARG },
  run: (args, console) =>
    withSession(args, console, async (session) => {
      const recovering = new Stage(
        `recover ${session.stack.name} with ${engineText(session)}`,
        (say) => session.engine.recover(session.stack, engineProgress(console, say)),
        completedText,
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
});

function settledText(urns: readonly string[]): string {
  if (urns.length === 0) return "nothing was in doubt";
  return [
    `settled ${urns.length} interrupted operation(s):`,
    ...urns.map((urn) => `  ${urn}`),
  ].join("\n");
}
