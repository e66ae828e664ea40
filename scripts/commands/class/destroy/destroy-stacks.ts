import type { ClassRecord, SeatRecord } from "../../../class/class-record";
import { readClassRecord, writeClassRecord } from "../../../class/class-store";
import { withoutWorkspaces } from "../../../class/instructors";
import type { Outcome } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { asMembers, type Membership } from "../open/as-members";
import { fleetDocument, fleetText, isAll } from "../fleet/document";
import type { Orphans } from "./find-orphans";
import type { OpenClass } from "../open/open-class";
import { orphansExitCode, orphansText } from "./orphans-text";
import { runVerb, type Verb } from "../fleet/run-verb";
import { destroyWork, type VerbResult } from "../fleet/stack-jobs";
import { removeStackSettings } from "../open/stack-settings";

const DESTROY = {
  name: "destroy",
  during: "stopping",
  work: destroyWork,
  passes: ["destroy"],
} as const;

/** Which stacks of a class are destroyed. */
export interface DestroyRequest extends Pick<Verb, "isRepeated">, Pick<Membership, "isInside"> {
  seats: readonly SeatRecord[];
  /** Whether the class half goes after them. */
  withHalf: boolean;
  run: Parameters<typeof runVerb>[3];
}

/** Destroys stacks of a class through the fleet, each with its proof, and forgets their settings. */
export async function destroyStacks(
  opened: OpenClass,
  { seats, isInside, withHalf, run, isRepeated }: DestroyRequest,
  console: Console,
): Promise<VerbResult> {
  const { record } = opened;
  const half: Verb["half"] = withHalf ? "after its seats" : "never";
  const members = { ...opened, cloud: asMembers(opened.cloud, { ...record, isInside }) };
  const verb: Verb = { ...DESTROY, half, isRepeated };
  const result = await runVerb(members, verb, seats, run, console);
  const ended = result.outcomes.filter(({ state }) => state === "gone");
  const gone = ended.map(({ stack }) => stack);
  for (const stack of gone) removeStackSettings(record, stack, console);
  if (!opened.isRebuilt) {
    // A sweep before this has written what it removed.
    const current = readClassRecord(opened.folder) ?? record;
    writeClassRecord(opened.folder, withoutWorkspaces(withoutRemoved(current, gone), gone));
  }
  return result;
}

/** Whoever left the roster leaves the record with the last of their seat. */
const withoutRemoved = (record: ClassRecord, gone: readonly string[]): ClassRecord => ({
  ...record,
  seats: record.seats.filter(({ stack, removed }) => !(removed && gone.includes(stack))),
});

/**
 * What `lab class destroy` says: what came of each stack, and what of the class exists now that no
 * state records.
 * @param orphans undefined where nobody looked for them: a part of the class was destroyed
 */
export function destroyedOutcome(
  { record, cloud }: Pick<OpenClass, "record" | "cloud">,
  result: VerbResult,
  orphans: Orphans | undefined,
  { width }: Pick<Console, "width">,
): Outcome {
  const command = orphansCommand({ record, cloud });
  const found = orphans && orphansText(record.name, orphans, command, width);
  return {
    document: {
      schema: "rai-lab/class-destroy/1",
      ...fleetDocument(record, cloud.engine.name, result),
      orphans: orphans?.orphans ?? null,
      notOurs: orphans?.notOurs ?? null,
      unknown: orphans?.unknown ?? null,
    },
    text: [fleetText(result, ["gone"]), found].filter(Boolean).join("\n\n"),
    exitCode: isAll(result, ["gone"]) ? orphansExitCode(orphans) : 1,
  };
}

/** `npx lab class destroy spring --orphans --local` */
export const orphansCommand = ({ record, cloud }: Pick<OpenClass, "record" | "cloud">): string =>
  `npx lab class destroy ${record.name} --orphans${cloud.connection ? " --local" : ""}`;
