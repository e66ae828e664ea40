import { classCommand } from "./class-command";
import { seatsOf } from "./open-class";
import type { Verb } from "./run-fleet";
import { CLASS_SPECS } from "./specs";
import { upWork } from "./stack-jobs";
import { writeStackSettings } from "./stack-settings";

/** Brings stacks up, what seats share first. */
export const UP: Verb = {
  name: "up",
  during: "starting",
  work: upWork,
  half: "before its seats",
  calls: { reads: 27, writes: 5, deletes: 0 },
};

/** `lab class up`: brings every seat up, and continues what an earlier run did not finish. */
export const classUp = classCommand(CLASS_SPECS["class up"], ({ record }, { seat }, console) => {
  const seats = seatsOf(record, seat).filter(({ removed }) => !removed);
  const removed = record.seats.filter((one) => one.removed).map(({ slug }) => slug);
  if (removed.length > 0)
    console.note(
      `the roster has no row for ${removed.join(", ")} any more: \`lab class destroy ${record.name} --removed\` deletes them`,
    );
  writeStackSettings(record, seats, console);
  return { verb: UP, seats, wanted: ["ready"] };
});
