import { doctor as examine, doctorText, exitCodeOf } from "../doctor";
import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import { elsewhere, gatherEvidence, recoverCommand } from "./stack/evidence";
import { lostClass } from "./stack/lost-class";
import { withSession } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab doctor`: reads from Azure what it would refuse of a configuration, and prints the cure. */
export const doctor = labCommand(SPECS.doctor, (args, console) =>
  withSession({ ...args, settings: profileSetting(args.profile) }, console, async (session) => {
    const examining = new Stage(
      `doctor of ${session.stack.name}`,
      async () => {
        const evidence = await gatherEvidence(session);
        const { recorded, unreadState, existing } = evidence;
        return examine({
          config: { ...session.config, existing },
          session: await session.azure(),
          now: (await session.clock()).now(),
          recorded,
          unreadState,
          recover: recoverCommand(session),
          elsewhere: await elsewhere(session, evidence),
          lostClass: await lostClass(session, evidence),
        });
      },
      ({ verdict }) => verdict,
    );
    await runStages([examining], console);
    const { result } = examining;
    return { document: result, text: doctorText(result), exitCode: exitCodeOf(result.verdict) };
  }),
);

const profileSetting = (profile: string | undefined): Record<string, string> =>
  profile === undefined ? {} : { "rai-lab:profile": profile };
