import { doctor as examine, doctorText, exitCodeOf } from "../doctor";
import { labCommand } from "../lib/shell/command";
import { withSession } from "./stack/open-session";
import { STACK_ARGS } from "./stack/session";

/** `lab doctor`: reads from Azure what it would refuse of a configuration, and prints the cure. */
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
    withSession({ ...args, settings: profileSetting(args.profile) }, console, async (session) => {
      const report = await examine({
        config: session.config,
        session: await session.azure(),
        now: (await session.clock()).now(),
      });
      return { document: report, text: doctorText(report), exitCode: exitCodeOf(report.verdict) };
    }),
});

const profileSetting = (profile: string | undefined): Record<string, string> =>
  profile === undefined ? {} : { "rai-lab:profile": profile };
