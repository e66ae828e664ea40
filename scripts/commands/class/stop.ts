import { classCommand } from "./fleet/class-command";
import { stopWork } from "./fleet/cluster-jobs";
import { Clusters } from "./open/clusters";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";

/** `lab class stop`: turns every cluster off; files and settings stay. */
export const classStop = classCommand(CLASS_SPECS["class stop"], async (opened, { seat }) => {
  const { record, cloud } = opened;
  return {
    verb: {
      name: "stop",
      during: "stopping",
      work: stopWork(new Clusters(await cloud.azure()), await cloud.clock()),
      half: "never",
      passes: [],
    },
    seats: seatsOf(record, seat),
    wanted: ["stopped"],
  };
});
