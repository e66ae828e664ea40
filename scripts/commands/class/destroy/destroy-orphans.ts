import { LabError } from "../../../../infra/errors";
import { type ClassRecord, halfStack, type SeatRecord } from "../../../class/class-record";
import { checkClassName, classFolder } from "../../../class/class-store";
import { UNKNOWN_USER } from "../../../class/find-class";
import type { ParsedArgs } from "../../../lib/shell/args";
import type { Outcome } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { labHome } from "../../../lib/stack/paths";
import { withCloud } from "../../stack/open-session";
import { destroyedOutcome, destroyStacks } from "./destroy-stacks";
import { findOrphans, isInside, type Orphan } from "./find-orphans";
import { foundText } from "./orphans-text";
import type { CLASS_SPECS } from "../specs";

type Args = ParsedArgs<(typeof CLASS_SPECS)["class destroy"]["args"]>;

/**
 * `lab class destroy NAME --orphans`: lists what belongs to the class and to no known stack, and
 * with the user's yes destroys it as a stack without a state is destroyed: by name and tag. It needs
 * neither record nor journal.
 * @throws LabError `usage` beside an argument that names known seats; `data-loss` when the user says no
 */
export function destroyOrphans(args: Args, console: Console): Promise<Outcome> {
  const { class: name, local } = args;
  checkClassName(name);
  refuseSeats(args);
  return withCloud(args, console, async (cloud) => {
    const found = await findOrphans(cloud, name, console);
    const orphans = found.orphans.filter(({ held }) => held === undefined);
    const record = recordOf(name, local, orphans);
    const opened = {
      record,
      cloud,
      isRebuilt: true,
      folder: classFolder(labHome(console.env), name),
    };
    if (
      orphans.length === 0 ||
      !(await isWanted(args, orphans.length, foundText(name, found, console.width), console))
    )
      return destroyedOutcome(opened, { outcomes: [], stopped: null }, found, console);
    const withHalf = orphans.some(({ stack }) => stack === halfStack(name));
    const inside = new Set(orphans.filter(isInside).map(({ stack }) => stack));
    const request = {
      seats: record.seats,
      isInside: (stack: string) => inside.has(stack),
      withHalf,
      run: { keepGoing: args["keep-going"] },
      isRepeated: true,
    };
    const result = await destroyStacks(opened, request, console);
    return destroyedOutcome(opened, result, await findOrphans(cloud, name, console), console);
  });
}

function refuseSeats({ seat, shard, expired, removed }: Args): void {
  if (seat === undefined && shard === undefined && !expired && !removed) return;
  throw new LabError("usage", "--orphans is about stacks that the class does not know", {
    where: "--orphans",
    cure: "omit --seat, --shard, --expired and --removed",
  });
}

/** Whether to delete: --yes, or a yes at a terminal; elsewhere the list is all. */
async function isWanted(
  { class: name, yes }: Args,
  count: number,
  text: string,
  console: Console,
): Promise<boolean> {
  console.note(text);
  if (yes) return true;
  const answer = await console.confirm(`Delete ${count} of them, with the students' work?`);
  if (answer !== false) return answer ?? false;
  throw new LabError("data-loss", `nothing of class ${name} was deleted`, {
    cure: "answer y, or add --yes",
  });
}

/** The orphans as a class. */
function recordOf(name: string, local: boolean, orphans: readonly Orphan[]): ClassRecord {
  const half = halfStack(name);
  const isShared = orphans.some((one) => one.stack === half || isInside(one));
  const seats = orphans
    .filter(({ stack }) => stack !== half)
    .map(({ stack }): SeatRecord => ({
      slug: stack.slice(name.length + 1),
      stack,
      userName: UNKNOWN_USER,
    }));
  return {
    schema: "rai-lab/class/1",
    name,
    layout: isShared ? "shared" : "isolated",
    cloud: local ? "local" : "azure",
    expires: "",
    seats,
  };
}
