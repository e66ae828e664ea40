import type { ClassRecord, SeatRecord } from "../../class/class-record";
import { writeClassRecord } from "../../class/class-store";
import { futureTime } from "../../class/times";
import { gatherEvidence, hasNames } from "../stack/evidence";
import { allowanceOf, withinAllowance } from "./allowance/apply-allowance";
import { classCommand } from "./fleet/class-command";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";
import { type StackWork, upWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";
import { UP } from "./up";

/** The tags say when a stack expires, so `up` moves it; what was never made has none. */
const extendWork: StackWork = async (cloud, stack, console, context) => {
  const { recorded } = await gatherEvidence(await cloud.open({ stack }));
  if (hasNames(recorded)) return upWork(cloud, stack, console, context);
  return { state: "gone" };
};

/** `lab class extend`: moves the expiry of a class, or of some of its seats, at once. */
export const classExtend = classCommand(
  CLASS_SPECS["class extend"],
  async (opened, args, console) => {
    const { record, folder, cloud } = opened;
    const until = futureTime(args.until, "UNTIL", (await cloud.clock()).now());
    const seats = seatsOf(record, args.seat);
    const extended = args.seat === undefined ? all(record, until) : some(record, seats, until);
    writeClassRecord(folder, extended);
    const slugs = seats.map(({ slug }) => slug);
    const moved = extended.seats.filter(({ slug }) => slugs.includes(slug));
    writeStackSettings(extended, moved, console);
    const half = args.seat === undefined ? UP.half : "never";
    const work = withinAllowance(await allowanceOf(opened), extendWork);
    return {
      verb: { ...UP, name: "extend", work, half },
      seats: moved,
      wanted: ["ready", "stopped", "gone"],
    };
  },
);

const all = (record: ClassRecord, expires: string): ClassRecord => ({
  ...record,
  expires,
  seats: record.seats.map(({ expires: _, ...seat }) => seat),
});

const some = (
  record: ClassRecord,
  chosen: readonly SeatRecord[],
  expires: string,
): ClassRecord => ({
  ...record,
  seats: record.seats.map((seat) => (chosen.includes(seat) ? { ...seat, expires } : seat)),
});
