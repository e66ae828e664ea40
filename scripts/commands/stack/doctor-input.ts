import type { DoctorInput } from "../../doctor";
import { commandOn, elsewhere, type Evidence, recoverCommand } from "./evidence";
import { lostClass, unfitClass } from "./lost-class";
import type { StackSession } from "./session";

/** What the doctor examines of a stack, as its state and its settings say it. */
export async function doctorInputOf(
  session: StackSession,
  evidence: Evidence,
): Promise<DoctorInput> {
  const { recorded, unreadState, existing } = evidence;
  const doctorCommand = commandOn("doctor", session);
  return {
    config: { ...session.config, existing },
    session: await session.azure(),
    now: (await session.clock()).now(),
    recorded,
    unreadState,
    recover: recoverCommand(session),
    elsewhere: await elsewhere(session, evidence),
    lostClass: (await lostClass(session, evidence)) ?? unfitClass(session, evidence),
    fixCommand: (rule) => `${doctorCommand} --fix --rule ${rule}`,
  };
}
