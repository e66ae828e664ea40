import { doctor as examine, doctorText, exitCodeOf } from "../doctor";
import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import { gatherEvidence } from "./stack/evidence";
import { withSession } from "./stack/open-session";
import { SPECS } from "./specs";

/** `lab doctor`: reads from Azure what it would refuse of a configuration, and prints the cure. */
export const doctor = labCommand(SPECS.doctor, (args, console) =>
  withSession({ ...args, settings: profileSetting(args.profile) }, console, async (session) => {
    const examining = new Stage(
      `doctor of ${session.stack.name}`,
      async () => {
        const { recorded, unreadState } = await gatherEvidence(session);
        return examine({
          config: session.config,
          session: await session.azure(),
          now: (await session.clock()).now(),
          recorded,
          unreadState,
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
