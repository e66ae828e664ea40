import { labCommand } from "../lib/command";
import { runStages } from "../lib/stages";
import type { Result } from "../engine/engine";
import { countsText, engineText, failuresText, resultDocument, watch } from "./engine-report";
import { ENGINE_ARG, STACK_ARGS, withSession } from "./session";
import { table } from "../lib/table";

/** `lab up`: stands one stack up, or brings it to what its settings say. */
export const up = labCommand({
  name: "up",
  description: "stand a stack up",
  args: { ...STACK_ARGS, ...ENGINE_ARG },
  run: (args, console) =>
    withSession(args, console, async (session) => {
      let result: Result | undefined;
      const title = `up ${session.stack.name} with ${engineText(session)}`;
      const run = async (say: (text: string) => void): Promise<string> => {
        result = await session.engine.up(session.stack, watch(console, say));
        return countsText(result.counts);
      };
      await runStages([{ title, run }], console);
      const document = resultDocument(session, result!);
      const outputs = Object.entries(document.outputs as Record<string, unknown>).filter(([key]) => key !== "readme");
      const shown = table(
        ["output", "value"],
        outputs.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
      );
      const failed = result!.failures.length > 0;
      return {
        document: { schema: "rai-lab/up/1", ...document },
        text: failed
          ? `${failuresText(result!.failures)}\nrun \`lab up\` again once the cause is gone: what was made is recorded`
          : shown,
        exitCode: failed ? 1 : 0,
      };
    }),
});
