import { LabError } from "../../../infra/errors";
import { confirmLoss } from "../stack/confirm-loss";
import { classCommand } from "./fleet/class-command";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";
import { destroyWork, type StackWork, upWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";

/** Destroys a seat, and brings it up again as on the first day. */
const resetWork: StackWork = async (...args) => {
  const destroyed = await destroyWork(...args);
  return destroyed.state === "gone" ? upWork(...args) : destroyed;
};

/** `lab class reset`: gives seats back as they were on the first day. */
export const classReset = classCommand(
  CLASS_SPECS["class reset"],
  async ({ record }, args, console) => {
    if (args.seat === undefined)
      throw new LabError("usage", "no seat was named", {
        where: "--seat",
        cure: `npx lab class reset ${record.name} --seat SEAT`,
      });
    const seats = seatsOf(record, args.seat);
    const names = seats.map(({ slug }) => slug).join(", ");
    const question = `Delete the work of ${names}, and begin again?`;
    if (!args.yes) await confirmLoss(question, "nothing was reset", console);
    writeStackSettings(record, seats, console);
    return {
      verb: {
        name: "reset",
        during: "starting",
        work: resetWork,
        half: "never",
        passes: ["destroy", "up"],
      },
      seats,
      wanted: ["ready"],
    };
  },
);
