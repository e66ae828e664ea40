import { labCommand } from "../lib/shell/command";
import { fields, masked, valueText } from "../lib/shell/table";
import { gatherEvidence, refuseDoubts } from "./stack/evidence";
import { withStack } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab outputs`: prints a stack's outputs, and secret ones in clear only with `--show-secrets`. */
export const outputs = labCommand(SPECS.outputs, (args, console) =>
  withStack(args, console, async (session) => {
    refuseDoubts(session, await gatherEvidence(session));
    const { outputs, secretOutputs } = await session.outputs();
    const shown = args["show-secrets"] ? { ...outputs } : masked({ ...outputs }, secretOutputs);
    const rows = Object.entries(shown).map(([key, value]) => [key, valueText(value)] as const);
    return {
      document: { schema: "rai-lab/outputs/1", stack: session.stack.name, outputs: shown },
      text: rows.length === 0 ? "the stack has no outputs" : fields(rows, console.width),
      exitCode: 0,
    };
  }),
);
