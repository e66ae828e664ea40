import { writeClassRecord } from "../../class/class-store";
import { nextBell } from "../../class/times";
import { allowanceOf, beforeStart } from "./allowance/apply-allowance";
import { classCommand } from "./fleet/class-command";
import { startWork } from "./fleet/cluster-jobs";
import { Clusters } from "./open/clusters";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";

/**
 * How long before the bell clusters begin to start. One takes some five minutes (Databricks'
 * documentation of cluster creation), and machines may be scarce in the morning.
 */
const WARM_UP_MS = 15 * 60_000;

/** `lab class start`: turns every cluster on, at once or so that it is ready at the bell. */
export const classStart = classCommand(
  CLASS_SPECS["class start"],
  async (opened, args, console) => {
    const { record, folder, cloud } = opened;
    const clock = await cloud.clock();
    const readyBy = args["ready-by"];
    if (readyBy !== undefined) {
      const bell = nextBell(readyBy, "--ready-by", clock.now());
      writeClassRecord(folder, { ...record, readyBy: bell });
      const wait = Date.parse(bell) - WARM_UP_MS - clock.now();
      console.note(`ready by ${bell}: the clusters start ${WARM_UP_MS / 60_000} minutes before`);
      if (wait > 0) await clock.sleep(wait, console.signal);
    }
    return {
      verb: {
        name: "start",
        during: "starting",
        work: beforeStart(
          await allowanceOf(opened),
          startWork(new Clusters(await cloud.azure()), clock),
        ),
        half: "never",
        passes: [],
      },
      seats: seatsOf(record, args.seat),
      wanted: ["ready"],
    };
  },
);
