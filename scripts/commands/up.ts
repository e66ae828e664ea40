import { labCommand } from "../lib/shell/command";
import { Incomplete, runStages } from "../lib/shell/stages";
import type { Failure, Result } from "../engine/engine";
import { refuseDataLoss } from "./stack/data-loss";
import {
  completedText,
  engineText,
  failuresText,
  resultDocument,
  engineProgress,
} from "./stack/engine-report";
import { withSession } from "./stack/open-session";
import { ENGINE_ARG, STACK_ARGS } from "./stack/session";
import { table } from "../lib/shell/table";
import { isDeployed, checkAfterUp, refreshBeforeUp } from "./stack/checks";

/** `lab up`: stands one stack up, or brings it to what its settings say. */
export const up = labCommand({
  name: "up",
  description: "stand a stack up",
  args: {
    ...STACK_ARGS,
    ...ENGINE_ARG,
    "allow-data-loss": {
      type: "boolean",
      description:
        "go on although the change deletes what cannot be made again, such as students' work",
    },
  },
  run: (args, console) =>
    withSession({ ...args, expires: true }, console, async (session) => {
      let result: Result | undefined;
      let unfit: Failure[] = [];
      const look = async (say: (text: string) => void): Promise<string> => {
        if (!(await isDeployed(session))) return "nothing stands yet";
        const found = await refreshBeforeUp(session, engineProgress(console, say));
        if (!(args["allow-data-loss"] ?? false)) await refuseDataLoss(session);
        return found;
      };
      const run = async (say: (text: string) => void): Promise<string> => {
        result = await session.engine.up(session.stack, engineProgress(console, say));
        return completedText(result);
      };
      const check = async (): Promise<string> => {
        if (result!.failures.length) throw new Incomplete("not looked at");
        unfit = await checkAfterUp(session);
        if (unfit.length) throw new Incomplete("not fit");
        return "fit";
      };
      await runStages(
        [
          { title: `what stands of ${session.stack.name}`, run: look },
          { title: `up ${session.stack.name} with ${engineText(session)}`, run },
          // A class has no cluster.
          ...(session.config.layout === "class" ? [] : [{ title: "cluster", run: check }]),
        ],
        console,
      );
      const failures = [...result!.failures, ...unfit];
      const document = resultDocument(session, { ...result!, failures });
      const outputs = Object.entries(document.outputs as Record<string, unknown>).filter(
        ([key]) => key !== "readme",
      );
      const shown = table(
        ["output", "value"],
        outputs.map(([key, value]) => [
          key,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      );
      const failed = failures.length > 0;
      return {
        document: { schema: "rai-lab/up/1", ...document },
        text: failed
          ? `${failuresText(failures)}\nrun \`lab up\` again once the cause is gone: what was made is recorded`
          : shown,
        exitCode: failed ? 1 : 0,
      };
    }),
});
