import { labCommand } from "../lib/shell/command";
import { prove, proofText, proofExitCode } from "../proof";
import { withSession } from "./stack/open-session";
import { STACK_ARGS } from "./stack/session";

/** `lab proof`: checks by name, without the stack's state, whether anything of the lab is left. */
export const proof = labCommand({
  name: "proof",
  description: "look whether anything is left",
  args: STACK_ARGS,
  errorExit: 2,
  run: (args, console) =>
    withSession(args, console, async (session) => {
      const found = await prove({ config: session.config, session: await session.azure() });
      return {
        document: { ...found, stack: session.stack.name },
        text: proofText(found),
        exitCode: proofExitCode(found),
      };
    }),
});
