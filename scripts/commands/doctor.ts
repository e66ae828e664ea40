import { doctor as examine, doctorText, exitCodeOf } from "../doctor";
import { labCommand } from "../lib/shell/command";
import { withSession } from "./stack/open-session";
import { STACK_ARGS } from "./stack/session";

/** `lab doctor`: what Azure would refuse of this configuration, asked live, and the cure. */
export const doctor = labCommand({
  name: "doctor",
  description: "will this configuration be refused, and what cures it",
  args: {
    ...STACK_ARGS,
    profile: {
      type: "string",
      description: "examine this profile instead of the stack's own",
      valueHint: "current|seed",
    },
  },
  errorExit: 2,
  run: (args, console) =>
    withSession(
      { ...args, settings: args.profile === undefined ? {} : { "rai-lab:profile": args.profile } },
      console,
      async (session) => {
        const report = await examine({
          config: session.config,
          session: await session.azure(),
          now: (await session.clock()).now(),
        });
        return { document: report, text: doctorText(report), exitCode: exitCodeOf(report.verdict) };
      },
    ),
});
