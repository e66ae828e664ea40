import { LabError } from "../../../infra/errors";
import type { ClassRecord, SeatRecord } from "../../class/class-record";
import { writeClassRecord } from "../../class/class-store";
import { isOver } from "../../class/times";
import type { Console } from "../../lib/shell/console";
import { classCommand } from "./class-command";
import { seatsOf } from "./open-class";
import type { Verb } from "./run-fleet";
import { CLASS_SPECS } from "./specs";
import { destroyWork } from "./stack-jobs";
import { removeStackSettings } from "./stack-settings";

const DESTROY: Verb = {
  name: "destroy",
  during: "stopping",
  work: destroyWork,
  half: "after its seats",
  passes: ["destroy"],
};

/** `lab class destroy`: deletes seats, then what they share, and proves each gone. */
export const classDestroy = classCommand(
  CLASS_SPECS["class destroy"],
  async ({ record, folder, isRebuilt, cloud }, args, console) => {
    const now = (await cloud.clock()).now();
    const seats = seatsOf(record, args.seat).filter(
      (seat) =>
        (!args.removed || seat.removed === true) &&
        (!args.expired || isOver(seat.expires ?? record.expires, now)),
    );
    if (!args.yes && seats.length > 0) await confirm(record, seats, console);
    const half = seats.length === record.seats.length ? DESTROY.half : "never";
    return {
      verb: { ...DESTROY, half },
      seats,
      wanted: ["gone"],
      after: ({ outcomes }) => {
        const gone = outcomes.filter(({ state }) => state === "gone").map(({ stack }) => stack);
        for (const stack of gone) removeStackSettings(record, stack, console);
        if (!isRebuilt) writeClassRecord(folder, withoutRemoved(record, gone));
      },
    };
  },
);

/** Whoever left the roster leaves the record with the last of their seat. */
const withoutRemoved = (record: ClassRecord, gone: readonly string[]): ClassRecord => ({
  ...record,
  seats: record.seats.filter(({ stack, removed }) => !(removed && gone.includes(stack))),
});

/** @throws LabError `data-loss` when the user says no */
async function confirm(
  { name }: ClassRecord,
  seats: readonly SeatRecord[],
  console: Console,
): Promise<void> {
  const question = `Delete ${seats.length} seats of class ${name}, with the students' work?`;
  if ((await console.confirm(question)) === false)
    throw new LabError("data-loss", `class ${name} was not destroyed`, {
      cure: "answer y, or add --yes",
    });
}
