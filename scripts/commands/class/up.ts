import { LabError } from "../../../infra/errors";
import type { ClassRecord } from "../../class/class-record";
import { isOver } from "../../class/times";
import { allowanceOf, withinAllowance } from "./allowance/apply-allowance";
import { classCommand } from "./fleet/class-command";
import { seatsOf } from "./open/open-class";
import type { Verb } from "./fleet/run-verb";
import { CLASS_SPECS } from "./specs";
import { upWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";
import { refuseUnfit } from "./plan/still-fits";

/** Brings stacks up, what seats share first. */
export const UP: Verb = {
  name: "up",
  during: "starting",
  work: upWork,
  half: "before its seats",
  passes: ["up"],
};

/** `lab class up`: brings every seat up, and continues what an earlier run did not finish. */
export const classUp = classCommand(CLASS_SPECS["class up"], async (opened, { seat }, console) => {
  const { record, cloud } = opened;
  refuseExpired(record, (await cloud.clock()).now());
  await refuseUnfit(opened);
  const seats = seatsOf(record, seat).filter(({ removed }) => !removed);
  const removed = record.seats.filter((one) => one.removed).map(({ slug }) => slug);
  if (removed.length > 0)
    console.note(
      `the roster has no row for ${removed.join(", ")} any more: \`lab class destroy ${record.name} --removed\` deletes them`,
    );
  writeStackSettings(record, seats, console);
  const work = withinAllowance(await allowanceOf(opened), UP.work);
  return { verb: { ...UP, work }, seats, wanted: ["ready", "stopped"] };
});

/** @throws LabError `usage` for a class that a sweep would delete at once */
function refuseExpired({ name, expires }: ClassRecord, now: number): void {
  if (!isOver(expires, now)) return;
  throw new LabError("usage", `class ${name} expired at ${expires}`, {
    where: name,
    cure: `npx lab class extend ${name} TIME, then the same command again`,
  });
}
