/**
 * Reads every custom resource, external ones included. A resource that is gone is removed from the
 * state with every reference to it, and so is what is `deletedWith` it: its service may be gone, too,
 * so the provider is not asked (the CLI asks).
 */
import type { Context } from "./context";
import { markSecretOutputs, removeReferences, type Resource } from "../../state/resource";
import type { Steps } from "./steps";
import { differingPaths } from "../../state/paths";
import { isProviderType, targetOf } from "../../state/urn";
import { changedKeys, reuseEqual } from "../../state/wire";

const isReadable = (r: Resource): boolean =>
  r.custom && !r.delete && !r.pendingReplacement && !isProviderType(r.type);

/** Refreshes one resource. False when it is gone; true also when the read failed. */
async function refreshOne(context: Context, steps: Steps, r: Resource): Promise<boolean> {
  try {
    const client = await context.registry.clientOf(r);
    // A step that failed may have left its operation running: what is being deleted is still there,
    // and what is in it would be looked for at a host that is about to go.
    const live = await client.read(targetOf(r), r.id ?? "", r.inputs ?? {}, r.outputs ?? {}, true);
    if (!live) {
      await drop(context, steps, r);
      return false;
    }
    const keys = changedKeys(r.outputs ?? {}, live.outputs);
    const isChanged = keys.length > 0;
    const drift = live.inputs ? differingPaths(r.inputs ?? {}, live.inputs) : [];
    await steps.step(
      { operation: isChanged ? "refresh" : "same", keys, drift },
      r,
      undefined,
      () => {
        const modified = isChanged ? new Date().toISOString() : r.modified;
        const inputs = live.inputs ? reuseEqual(r.inputs, live.inputs) : r.inputs;
        Object.assign(r, {
          id: live.id,
          outputs: reuseEqual(r.outputs, live.outputs),
          inputs,
          modified,
        });
        markSecretOutputs(r);
        return Promise.resolve({ quiet: !isChanged });
      },
    );
  } catch (e) {
    context.reportFailure({ operation: "refresh" }, r, e);
  }
  return true;
}

function drop(context: Context, steps: Steps, r: Resource): Promise<void> {
  return steps.step({ operation: "delete" }, r, undefined, () => {
    removeReferences(context.base, r.urn);
    return Promise.resolve({ remove: r });
  });
}

/** Refreshes resources that others are `deletedWith` first, then the others. */
export async function refresh(context: Context, steps: Steps): Promise<void> {
  const managed = context.base.filter(isReadable);
  const each = (some: Resource[], work: (r: Resource) => Promise<unknown>): Promise<unknown> =>
    Promise.allSettled(some.map((r) => context.scheduler.slot(() => work(r))));
  // Recorded first, since removing a resource removes the references to it.
  const anchorOf = new Map(managed.map((r) => [r, r.deletedWith]));
  const isAnchor = (r: Resource): boolean => managed.some((other) => anchorOf.get(other) === r.urn);
  const gone = new Set<string>();
  await each(managed.filter(isAnchor), async (r) => {
    if (!(await refreshOne(context, steps, r))) gone.add(r.urn);
  });
  await each(
    managed.filter((r) => !isAnchor(r)),
    (r) =>
      gone.has(anchorOf.get(r) ?? "") ? drop(context, steps, r) : refreshOne(context, steps, r),
  );
}
