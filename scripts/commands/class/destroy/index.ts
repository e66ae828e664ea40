import { LabError } from "../../../../infra/errors";
import { writeSweep } from "../../../class/sweep";
import { isOver } from "../../../class/times";
import { labCommand } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { workspaceStacks } from "../open/class-workspaces";
import { destroyOrphans } from "./destroy-orphans";
import { destroyedOutcome, destroyStacks, orphansCommand } from "./destroy-stacks";
import { findOrphans, isInside } from "./find-orphans";
import { sweepInstructors } from "../instructors/rights";
import { withSwept } from "../instructors/text";
import { partOf } from "../fleet/part";
import { type OpenClass, seatsOf, withClass } from "../open/open-class";
import { CLASS_SPECS } from "../specs";
import { confirmLoss } from "../../stack/confirm-loss";
import { standingLocally, standingOnAzure } from "../../stack/standing-stacks";

/**
 * `lab class destroy`: deletes seats, then what they share, and proves each gone. With --expired, it
 * also removes the instructors whose time is over.
 */
export const classDestroy = labCommand(CLASS_SPECS["class destroy"], (args, console) => {
  if (args.orphans) return destroyOrphans(args, console);
  return withClass(args, console, async (opened) => {
    const { record, cloud } = opened;
    const now = (await cloud.clock()).now();
    const part = partOf(record, args);
    const seats = part
      .seats(seatsOf(record, args.seat))
      .filter(
        (seat) =>
          (!args.removed || seat.removed === true) &&
          (!args.expired || isOver(seat.expires ?? record.expires, now)),
      );
    const isAll = !args.removed && seats.length === record.seats.length;
    // A half whose seats are gone, or not there yet, has an expiry all the same.
    const isDue = !args.expired || isOver(record.expires, now);
    const withHalf = isDue && (part.isHalfAlone || (part.isWhole && isAll));
    if (part.isHalfAlone) await refuseStandingSeats(opened, console);
    const isShared = record.layout === "shared";
    if (withHalf && isShared) await refuseUnknownSeats(opened, console);
    if (!args.yes && seats.length > 0)
      await confirmLoss(
        `Delete ${seats.length} seats of class ${record.name}, with the students' work?`,
        `class ${record.name} was not destroyed`,
        console,
      );
    const going = withHalf ? workspaceStacks(record) : seats.map(({ stack }) => stack);
    const isSweep = args.expired && args.seat === undefined;
    const swept = isSweep ? await sweepInstructors(opened, now, going) : undefined;
    const run = { keepGoing: args["keep-going"], buckets: part.buckets };
    const request = { seats, isInside: () => isShared, withHalf, run };
    const result = await destroyStacks(opened, request, console);
    // After a part of the class nothing is said about the rest.
    const orphans = withHalf ? await findOrphans(cloud, record.name, console) : undefined;
    const outcome = destroyedOutcome(opened, result, orphans, console);
    const ended = swept ? withSwept(outcome, swept, console.width) : outcome;
    const isWholeSweep = isSweep && part.isWhole && !args.removed;
    if (isWholeSweep && ended.exitCode === 0) writeSweep(opened.folder, now);
    return ended;
  });
});

/**
 * Refuses to destroy the half of a class alone while seats work in it.
 * @throws LabError `data-loss` with their names
 */
async function refuseStandingSeats({ record }: OpenClass, { env }: Console): Promise<void> {
  const isLocal = record.cloud === "local";
  const standing = await (isLocal ? standingLocally(env) : standingOnAzure(env));
  const seats = record.seats.filter(({ stack }) => standing.has(stack));
  if (seats.length === 0) return;
  const names = seats.map(({ slug }) => slug).join(", ");
  throw new LabError("data-loss", `seats of class ${record.name} still stand: ${names}`, {
    where: "--shard class",
    cure: "destroy every shard of the seats first, then what they share",
  });
}

/**
 * Refuses to destroy the half of a class with the work of seats that the class does not know: they
 * lost their states, and their record with them.
 * @throws LabError `data-loss` with their names
 */
async function refuseUnknownSeats({ record, cloud }: OpenClass, console: Console): Promise<void> {
  const { orphans } = await findOrphans(cloud, record.name, console);
  const known = record.seats.map(({ stack }) => stack);
  const lost = orphans.filter((one) => isInside(one) && !known.includes(one.stack));
  if (lost.length === 0) return;
  const names = lost.map(({ stack }) => stack).join(", ");
  throw new LabError(
    "data-loss",
    `class ${record.name} has seats that no state records, ${names}: destroying it deletes their notebooks and files`,
    { where: record.name, cure: `${orphansCommand({ record, cloud })} lists them` },
  );
}
