import { classCommand } from "./fleet/class-command";
import { seatsOf } from "./open/open-class";
import type { Verb } from "./fleet/run-verb";
import { CLASS_SPECS } from "./specs";
import { recoverWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";

const RECOVER: Verb = {
  name: "recover",
  during: "starting",
  work: recoverWork,
  half: "before its seats",
  passes: ["read"],
  isRepeated: true,
};

/** `lab class recover`: settles what an interrupted run left of every seat. */
export const classRecover = classCommand(
  CLASS_SPECS["class recover"],
  ({ record }, { seat }, console) => {
    const seats = seatsOf(record, seat);
    writeStackSettings(record, seats, console);
    return { verb: RECOVER, seats, wanted: ["ready"] };
  },
);
