import type { Result } from "../engine/engine";
import { labCommand } from "../lib/shell/command";
import { runStages } from "../lib/shell/stages";
import {
  completedText,
  engineText,
  failuresText,
  resultDocument,
  engineProgress,
} from "./stack/engine-report";
import { withSession } from "./stack/open-session";
import { ENGINE_ARG, STACK_ARGS } from "./stack/session";

/** `lab recover`: settles what an interrupted run left in doubt, without creating anything new. */
export const recover = labCommand({
  name: "recover",
  description: "bring an interrupted stack to a consistent state",
  args: { ...STACK_ARGS, ...ENGINE_ARG },
  run: (args, console) =>
    withSession(args, console, async (session) => {
      let result: Result | undefined;
      const run = async (say: (text: string) => void): Promise<string> => {
        result = await session.engine.recover(session.stack, engineProgress(console, say));
        return completedText(result);
      };
      await runStages(
        [{ title: `recover ${session.stack.name} with ${engineText(session)}`, run }],
        console,
      );
      const { interrupted, failures } = result!;
      const found = interrupted.length
        ? `settled ${interrupted.length} interrupted operation(s):\n${interrupted.map((urn) => `  ${urn}`).join("\n")}`
        : "nothing was in doubt";
      return {
        document: { schema: "rai-lab/recover/1", ...resultDocument(session, result!), interrupted },
        text: failures.length ? failuresText(failures) : found,
        exitCode: failures.length ? 1 : 0,
      };
    }),
});
