import { doctor as examine, doctorText, exitCodeOf } from "../doctor";
import { labCommand } from "../lib/shell/command";
import { gatherEvidence } from "./stack/evidence";
import { withSession } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab doctor`: reads from Azure what it would refuse of a configuration, and prints the cure. */
export const doctor = labCommand(SPECS.doctor, (args, console) =>
  withSession({ ...args, settings: profileSetting(args.profile) }, console, async (session) => {
    const { recorded, unreadState } = await gatherEvidence(session);
    const report = await examine({
      config: session.config,
      session: await session.azure(),
      now: (await session.clock()).now(),
      recorded,
      unreadState,
    });
    return { document: report, text: doctorText(report), exitCode: exitCodeOf(report.verdict) };
  }),
);

const profileSetting = (profile: string | undefined): Record<string, string> =>
  profile === undefined ? {} : { "rai-lab:profile": profile };
