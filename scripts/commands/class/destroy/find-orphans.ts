import { LabError } from "../../../../infra/errors";
import { groupBy } from "../../../base/group-by";
import { halfStack, seatStack } from "../../../class/class-record";
import type { Console } from "../../../lib/shell/console";
import { PROJECT } from "../../../lib/stack/paths";
import { projectName } from "../../../lib/stack/settings";
import {
  kindByName,
  type ResourceKind,
  seatTraces,
  type SeatTrace,
  type SeatTraces,
  taggedResources,
  type UncheckedResource,
} from "../../../proof";
import type { OpenCloud } from "../../stack/session";
import { type StateTest, stateTest } from "../open/state-test";

/** A stack of a class that exists in the cloud and that no state records. */
export interface Orphan {
  stack: string;
  /** The kinds of what it has there, in the order of `ids`. */
  kinds: ResourceKind[];
  ids: string[];
  /** Why it is not deleted: the half of a class holds work of seats that are no orphans. */
  held?: string;
}

/** What a stack has in a workspace of its class, and never a stack of its own. */
const INSIDE: readonly ResourceKind[] = ["cluster", "secret scope", "folder"];

/** Whether a stack works in the workspace of its class: nothing else of it was found. */
export const isInside = ({ kinds }: Orphan): boolean =>
  kinds.every((kind) => INSIDE.includes(kind));

/** What bears the tags of a class, or is in its workspace, belongs to no state, and stays. */
export interface NotOurs {
  kind: ResourceKind;
  id: string;
  reason: string;
}

/** What a look for orphans found. */
export interface Orphans {
  /** Sorted by their stacks. */
  orphans: Orphan[];
  notOurs: NotOurs[];
  /** What could not be looked at: there may be more. */
  unknown: UncheckedResource[];
}

/**
 * Looks in the cloud for what belongs to a class and to no known stack: by the tags of groups,
 * accounts and workspaces, and in the class's own workspace by names. A stack is known by its state
 * alone, so that nothing counts as an orphan where the backend cannot be asked.
 * @param name checked by `checkClassName`
 */
export async function findOrphans(
  cloud: OpenCloud,
  name: string,
  console: Pick<Console, "env">,
): Promise<Orphans> {
  const states = await stateTest(cloud, console.env);
  if (states instanceof LabError) return { orphans: [], notOurs: [], unknown: [unread(states)] };
  const session = await cloud.azure();
  const project = projectName(PROJECT);
  const [tagged, inside] = await Promise.all([
    taggedResources({ class: name, project, "managed-by": "pulumi" }, session),
    seatTraces({ project, stack: halfStack(name) }, session),
  ]);
  const notOurs: NotOurs[] = [];
  const named: SeatTrace[] = [];
  for (const { kind, id, tags = {} } of tagged.found) {
    const stack = tags["stack"] ?? "";
    const own = kindByName(id, kind, { project, stack }, session);
    if (own) named.push({ stack, kind: own, id });
    else notOurs.push({ kind, id, reason: misnamed(stack) });
  }
  const sorted = await sortOut(name, [...named, ...inside.traces], states);
  return {
    orphans: sorted.orphans.map((one) =>
      one.stack === halfStack(name) ? heldBy(name, one, sorted.orphans, inside) : one,
    ),
    notOurs: [...notOurs, ...sorted.notOurs],
    unknown: [...tagged.unknown, ...inside.unknown, ...sorted.unknown],
  };
}

/** Sorts what was found by what is known of its stack. */
async function sortOut(
  name: string,
  found: readonly SeatTrace[],
  states: StateTest,
): Promise<Orphans> {
  const sorted: Orphans = { orphans: [], notOurs: [], unknown: [] };
  const stacks = [...groupBy(found, ({ stack }) => stack)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [stack, traces] of stacks) {
    const state = await states(stack);
    if (state instanceof LabError) sorted.unknown.push(unread(state));
    else if (state === "none" && isMember(name, stack))
      sorted.orphans.push({
        stack,
        kinds: traces.map(({ kind }) => kind),
        ids: traces.map(({ id }) => id),
      });
    else if (state === "none")
      for (const { kind, id } of traces) sorted.notOurs.push({ kind, id, reason: noMember(stack) });
  }
  return sorted;
}

/** The half of a class goes after all that has work in its workspace, never before. */
function heldBy(
  name: string,
  half: Orphan,
  orphans: readonly Orphan[],
  inside: SeatTraces,
): Orphan {
  if (inside.unknown.length > 0)
    return { ...half, held: "whose work is in its workspace could not be read" };
  const isOrphan = (stack: string): boolean => orphans.some((one) => one.stack === stack);
  const users = new Set(inside.traces.map(({ stack }) => stack).filter((one) => !isOrphan(one)));
  if (users.size === 0) return half;
  const names = [...users].sort().join(", ");
  const cure = `\`lab class recover ${name}\` takes the class of a seat into a state, and what is no seat's can be moved away`;
  return { ...half, held: `its workspace holds the work of ${names}; ${cure}` };
}

/** Whether a stack is named as a seat or the half of a class; tags and folders may hold any text. */
const isMember = (name: string, stack: string): boolean =>
  stack.startsWith(seatStack(name, "")) && /^[a-z0-9-]+$/.test(stack);

function misnamed(stack: string): string {
  if (stack === "") return "it has no tag that names a stack";
  return `its tag names stack ${JSON.stringify(stack)}, which would give it another name`;
}

const noMember = (stack: string): string =>
  `its stack ${JSON.stringify(stack)} is not named as a stack of this class`;

const unread = ({ code, message, cure = "run it again" }: LabError): UncheckedResource => ({
  kind: "state",
  code,
  reason: message,
  cure,
});
