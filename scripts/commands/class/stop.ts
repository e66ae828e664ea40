import { LabError } from "../../../infra/errors";
import { allowanceOf, allowanceWork } from "./allowance/apply-allowance";
import { classCommand } from "./fleet/class-command";
import { stopWork } from "./fleet/cluster-jobs";
import type { Verb } from "./fleet/run-verb";
import { Clusters } from "./open/clusters";
import { type OpenClass, seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";

const STOP = { name: "stop", during: "stopping", half: "never", passes: [] } as const;

/**
 * `lab class stop`: turns every cluster off; files and settings stay. With --used-up, those alone
 * whose minutes of today are used up, for a scheduler.
 */
export const classStop = classCommand(CLASS_SPECS["class stop"], async (opened, args) => {
  const { record, cloud } = opened;
  const seats = seatsOf(record, args.seat);
  if (args["used-up"])
    return { verb: await holdToMinutes(opened), seats, wanted: ["ready", "stopped", "gone"] };
  const work = stopWork(new Clusters(await cloud.azure()), await cloud.clock());
  return { verb: { ...STOP, work }, seats, wanted: ["stopped"] };
});

/** @throws LabError `usage` where the class has no minutes a day */
async function holdToMinutes(opened: OpenClass): Promise<Verb> {
  const allowance = await allowanceOf(opened);
  // What a killed run of another verb left is not a scheduler's to repair.
  if (allowance) return { ...STOP, work: allowanceWork(allowance), isRepeated: true };
  const { name } = opened.record;
  throw new LabError("usage", `class ${name} has no limit of minutes a day`, {
    where: "--used-up",
    cure: `npx lab class plan ROSTER --name ${name} --minutes-a-day 240`,
  });
}
