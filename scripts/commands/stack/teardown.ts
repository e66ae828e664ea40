import type { Failure, RecordedState, Result } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Incomplete, Stage, type Say } from "../../lib/shell/stages";
import { completedProofText, type Proof, type ResourceKind } from "../../proof";
import { completedText, engineProgress } from "./engine-report";
import { type DeletedOutside, deleteOutside, KEPT_AFTER_DELETION } from "./delete-outside";
import { type Evidence, proveStack } from "./evidence";
import { liftLock } from "./lift-lock";
import { LOCK, refuseLocked } from "./locked-deletes";
import type { StackHandle } from "./session";

/** The result of an operation on a stack that has no state. */
export const NO_STATE: Result = {
  counts: { create: 0, same: 0, update: 0, replace: 0, delete: 0 },
  outputs: {},
  failures: [],
  interrupted: [],
};

/** The result of a destroy, and what was deleted before it that no state recorded. */
export type TornDown = Result & Pick<DeletedOutside, "deleted">;

/**
 * Destroys a stack, after its delete lock where the settings or the state have one, and after what
 * is in its group and in no state: with the group it would be deleted without force.
 * @throws LabError `state-unreadable`, `cloud`
 */
export async function tearDown(
  handle: StackHandle,
  evidence: Evidence,
  console: Console,
  say: Say,
): Promise<TornDown> {
  const { recorded, unreadable } = evidence;
  if (unreadable) throw unreadable;
  const isLocked = recorded?.resources.some(({ type }) => type === LOCK) ?? false;
  if (handle.settings.lock === true || isLocked) {
    const { project, name: stack } = handle.stack;
    await liftLock({ project, stack }, await handle.azure());
  }
  // Without a state there is nothing to destroy, and an engine would create one.
  if (!recorded) return { ...NO_STATE, deleted: [] };
  await refuseLocked(handle, recorded);
  const { deleted, failures } = await sweep(handle, evidence, [], KEPT_AFTER_DELETION);
  if (failures.length > 0) return { ...NO_STATE, deleted, failures };
  const result = await handle.engine.destroy(handle.stack, engineProgress(console, say));
  return { ...result, deleted };
}

/**
 * Deletes what is the stack's own by name and tag and that no state records. Not after a failed
 * destroy, whose state still records what is left; and not where names cannot be relied on.
 */
export async function sweep(
  handle: StackHandle,
  evidence: Evidence,
  failures: readonly Failure[],
  kinds?: readonly ResourceKind[],
): Promise<DeletedOutside> {
  const isKnown = evidence.doubts.length === 0 && evidence.unreadState === undefined;
  if (failures.length > 0 || !isKnown) return { deleted: [], failures: [] };
  return deleteOutside(handle, evidence, kinds);
}

/** The summary of both sweeps. @throws Incomplete when something failed */
export function sweptText({ deleted, failures }: DeletedOutside, before: string[]): string {
  const all = [...before, ...deleted];
  const text = all.length === 0 ? "nothing to delete" : `deleted ${all.join(", ")}`;
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}

/** The summary of a destroy. @throws Incomplete when something failed */
export const destroyedText = (result: Result): string =>
  result.counts.delete + result.failures.length === 0
    ? "its state records no resources"
    : completedText(result);

/** The stage that proves a destroyed stack gone: it looks for what the state recorded before. */
export const proofStage = (handle: StackHandle, evidence: () => Promise<Evidence>): Stage<Proof> =>
  new Stage(
    "proof",
    async () => {
      const before = await evidence();
      const now = await handle.engine.recorded(handle.stack);
      return proveStack(handle, { ...before, recorded: merged(before.recorded, now) });
    },
    completedProofText,
  );

/** The resources that a state recorded before a destroy, with the number that it still records. */
const merged = (
  before: RecordedState | undefined,
  now: RecordedState | undefined,
): RecordedState | undefined => before && { ...before, count: now?.count ?? 0 };
