/** Reads every custom resource back, what is only read included; what is gone leaves the state together with every mention of it. */
import type { Context } from "./context";
import { forget, type Resource } from "./resource";
import type { Steps } from "./steps";
import { isProviderType, targetOf } from "./urn";
import { changedKeys, share } from "./wire";

const isReadable = (r: Resource): boolean => r.custom && !r.delete && !r.pendingReplacement && !isProviderType(r.type);

async function refreshOne(context: Context, steps: Steps, r: Resource): Promise<void> {
  try {
    const client = await context.registry.clientOf(r);
    const live = await client.read(targetOf(r), r.id ?? "", r.inputs ?? {}, r.outputs ?? {});
    if (!live) {
      await steps.step({ operation: "delete" }, r, undefined, () => {
        forget(context.base, r.urn);
        return Promise.resolve({ remove: r });
      });
      return;
    }
    const keys = changedKeys(r.outputs ?? {}, live.outputs);
    await steps.step({ operation: keys.length > 0 ? "refresh" : "same", keys }, r, undefined, () => {
      const modified = keys.length > 0 ? new Date().toISOString() : r.modified;
      const inputs = live.inputs ? share(r.inputs, live.inputs) : r.inputs;
      Object.assign(r, { id: live.id, outputs: share(r.outputs, live.outputs), inputs, modified });
      return Promise.resolve({ quiet: keys.length === 0 });
    });
  } catch (e) {
    context.failed({ operation: "refresh" }, r, e);
  }
}

export async function refresh(context: Context, steps: Steps): Promise<void> {
  const managed = context.base.filter(isReadable);
  await Promise.allSettled(managed.map((r) => context.scheduler.slot(() => refreshOne(context, steps, r))));
}
