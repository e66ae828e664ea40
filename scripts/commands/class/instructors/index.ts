import { LabError } from "../../../../infra/errors";
import type { InstructorRow } from "../../../class/instructors";
import { isAddress } from "../../../class/roster/address";
import { foldUserName } from "../../../class/user-name";
import { futureTime } from "../../../class/times";
import type { ParsedArgs } from "../../../lib/shell/args";
import { labCommand } from "../../../lib/shell/command";
import { addInstructor, listInstructors, removeInstructor } from "./rights";
import { hasFailed, instructorsText } from "./text";
import { type OpenClass, withClass } from "../open/open-class";
import { CLASS_SPECS } from "../specs";

type Args = ParsedArgs<(typeof CLASS_SPECS)["class instructors"]["args"]>;

/** `lab class instructors`: who manages the workspaces of a class, and for how long. */
export const classInstructors = labCommand(
  CLASS_SPECS["class instructors"],
  async (args, console) => {
    refuseMixed(args);
    return withClass(args, console, async (opened) => {
      const rows = await rowsOf(opened, args);
      const { name, layout } = opened.record;
      return {
        document: {
          schema: "rai-lab/class-instructors/1",
          class: name,
          layout,
          instructors: rows,
        },
        text: instructorsText(rows, console.width),
        exitCode: hasFailed(rows) ? 1 : 0,
      };
    });
  },
);

async function rowsOf(opened: OpenClass, args: Args): Promise<InstructorRow[]> {
  const { add, until, remove } = args;
  if (remove !== undefined) return removeInstructor(opened, addressOf(remove, "--remove"));
  if (add === undefined || until === undefined) return listInstructors(opened);
  const now = (await opened.cloud.clock()).now();
  return addInstructor(opened, addressOf(add, "--add"), futureTime(until, "--until", now));
}

/** @throws LabError `usage` for options that do not go together */
function refuseMixed({ add, until, remove }: Args): void {
  if (add !== undefined && remove !== undefined)
    throw new LabError("usage", "--add and --remove are two commands", {
      where: "--remove",
      cure: "give one of them",
    });
  if ((add === undefined) === (until === undefined)) return;
  throw new LabError("usage", "--add and --until go together: an instructor is one for a time", {
    where: add === undefined ? "--until" : "--add",
    cure: "--add ADDRESS --until TIME",
  });
}

/** @throws LabError `usage` for a text that nobody signs in with */
function addressOf(text: string, option: string): string {
  const address = foldUserName(text);
  if (isAddress(address)) return address;
  throw new LabError("usage", `${option} takes an address, not ${JSON.stringify(text)}`, {
    where: option,
    cure: "write the address that the person signs in with, such as tutor@example.edu",
  });
}
