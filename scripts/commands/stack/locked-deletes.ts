import { LabError } from "../../../infra/errors";
import type { Plan, RecordedState, StepEvent } from "../../engine/engine";
import { nameOf } from "../../engine/state/urn";
import { isDeletion } from "./data-loss";
import { liftLock, lockIdOf } from "./lift-lock";
import { protects, standingLocks } from "./locks";
import type { StackHandle, StackSession } from "./session";

/** The type of the stack's own delete lock. */
export const LOCK = "azure-native:authorization:ManagementLockAtResourceGroupLevel";

/** A resource that a change deletes. */
interface Deletion {
  name: string;
  /** As the state records it: an ARM id, if it is a resource of Azure. */
  id: string;
  /** `replace` when it is made anew. */
  operation: StepEvent["operation"];
}

/**
 * Makes sure that no lock stops a change half-way, when the student's key is gone and the account
 * is refused. Lifts the stack's own lock where the settings no longer have it, and refuses what any
 * other lock forbids. Changes nothing else.
 * @throws LabError `deployment` with the locks and what they protect
 */
export async function clearLocks(session: StackSession, plan: Plan): Promise<void> {
  const deletions = await deletionsIn(session, plan);
  if (deletions.length === 0) return;
  const { config } = session;
  const azure = await session.azure();
  const locks = await standingLocks(
    deletions.map(({ id }) => id),
    azure,
  );
  const own = lockIdOf(config, azure).toLowerCase();
  refuseForeign(
    locks.filter((lock) => lock !== own),
    deletions,
  );
  const held = deletions.filter(({ id }) => protects(own, id));
  if (config.lock) refuseOwn(session, own, locks.includes(own) ? held : held.filter(isFinal));
  else if (locks.includes(own) && held.length > 0) await liftLock(config, azure);
}

/**
 * Refuses to destroy what a lock other than the stack's own protects.
 * @throws LabError `deployment` with the locks and what they protect
 */
export async function refuseLocked(handle: StackHandle, recorded: RecordedState): Promise<void> {
  const deletions = recorded.resources.flatMap(({ urn, type, id = "" }) =>
    !isProtectable(type) ? [] : [{ name: nameOf(urn), id, operation: "delete" as const }],
  );
  const azure = await handle.azure();
  const locks = await standingLocks(
    deletions.map(({ id }) => id),
    azure,
  );
  const { project, name: stack } = handle.stack;
  const own = lockIdOf({ project, stack }, azure).toLowerCase();
  refuseForeign(
    locks.filter((lock) => lock !== own),
    deletions,
  );
}

/** A lock protects resources of Resource Manager, and not what a seat has in a workspace. */
const isProtectable = (type: string): boolean => type !== LOCK && !type.endsWith(":Removal");

/** The deletions of a plan, apart from that of the lock itself. */
async function deletionsIn(
  { engine, stack }: Pick<StackSession, "engine" | "stack">,
  plan: Plan,
): Promise<Deletion[]> {
  const steps = plan.steps.filter((step) => isDeletion(step) && isProtectable(step.type));
  if (steps.length === 0) return [];
  const { resources = [] } = (await engine.recorded(stack)) ?? {};
  const ids = new Map(resources.map(({ urn, id }) => [urn, id]));
  return steps.map(({ urn, name, operation }) => ({ name, id: ids.get(urn) ?? "", operation }));
}

/** Deleted after everything is made, so also after a lock that the same change makes. */
const isFinal = ({ operation }: Deletion): boolean => operation === "delete";

function refuseForeign(locks: readonly string[], deletions: readonly Deletion[]): void {
  const found = locks.filter((lock) => deletions.some(({ id }) => protects(lock, id)));
  if (found.length === 0) return;
  const held = deletions.filter(({ id }) => found.some((lock) => protects(lock, id)));
  throw new LabError("deployment", `A lock in Azure forbids to delete ${namesOf(held)}`, {
    where: found.join(", "),
    cure: `remove it (az lock delete --ids ${found.join(" ")}), then run the same command again`,
  });
}

function refuseOwn(
  { stack, cloud }: Pick<StackSession, "stack" | "cloud">,
  lock: string,
  held: readonly Deletion[],
): void {
  if (held.length === 0) return;
  const up = `npx lab up ${stack.name}${cloud ? " --local" : ""}`;
  const message = `The stack's own lock (rai-lab:lock) forbids what this change deletes: ${namesOf(held)}`;
  throw new LabError("deployment", message, {
    where: lock,
    cure: `undo the change, or set rai-lab:lock to false, run: ${up}, and set it to true again`,
  });
}

const namesOf = (deletions: readonly Deletion[]): string =>
  deletions.map(({ name }) => name).join(", ");
