import type { SeatRecord } from "../../../class/class-record";
import type { InstructorRow } from "../../../class/instructors";
import type { SeatState } from "../../../class/seat-state";
import type { ParsedArgs } from "../../../lib/shell/args";
import { type CommandSpec, type LabCommand, labCommand } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { fleetDocument, fleetText, isAll } from "./document";
import { withSwept } from "../instructors/text";
import { type OpenClass, withClass } from "../open/open-class";
import { runVerb, type Verb } from "./run-verb";
import { partOf } from "./part";
import type { FLEET_ARGS } from "../specs";

/** A verb that is ready to run on some seats. */
export interface ClassRun {
  verb: Verb;
  seats: readonly SeatRecord[];
  /** The states that every one of them should end in. */
  wanted: readonly SeatState[];
  /** The instructors whose time is over, where the command removes them first. */
  swept?: readonly InstructorRow[] | undefined;
}

/** A command that runs one operation on the seats of a class, and names those that failed. */
export const classCommand = <T extends typeof FLEET_ARGS>(
  spec: CommandSpec<T>,
  prepare: (
    opened: OpenClass,
    args: ParsedArgs<T>,
    console: Console,
  ) => Promise<ClassRun> | ClassRun,
): LabCommand =>
  labCommand(spec, (args, console) => {
    const options = args as ParsedArgs<typeof FLEET_ARGS>;
    return withClass(options, console, async (opened) => {
      const part = partOf(opened.record, options);
      const { verb, seats, wanted, swept } = await prepare(opened, args, console);
      const keepGoing = options["keep-going"];
      const run = { keepGoing, buckets: part.buckets };
      const result = await runVerb(opened, part.verb(verb), part.seats(seats), run, console);
      const { name } = opened.cloud.engine;
      const outcome = {
        document: {
          schema: `rai-lab/${spec.name.replace(" ", "-")}/1`,
          ...fleetDocument(opened.record, name, result),
        },
        text: fleetText(result, wanted),
        exitCode: isAll(result, wanted) ? 0 : 1,
      };
      return swept ? withSwept(outcome, swept, console.width) : outcome;
    });
  });
