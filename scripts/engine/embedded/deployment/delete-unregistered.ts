/** Deletes the resources that the program did not register; for a destroy, all of them. */
import type { Context } from "./context";
import { dependenciesOf, type Resource } from "../../state/resource";
import type { Steps } from "./steps";
import { referenceOf } from "../../state/urn";

const dependsOn = (r: Resource, other: Resource): boolean =>
  dependenciesOf(r).includes(other.urn) || r.provider === referenceOf(other);

/** Deletes dependents before the resource they depend on. A failure keeps only its dependencies. */
export async function deleteUnregistered(context: Context, steps: Steps): Promise<void> {
  const toDelete = context.base.filter((r) => r.delete || !context.registered.has(r.urn));
  for (const r of toDelete) if (!r.retainOnDelete) context.deletedUrns.add(r.urn);
  const gone = new Map<Resource, Promise<void>>();
  for (const [index, r] of [...toDelete.entries()].reverse()) {
    const dependents = toDelete.slice(index + 1).filter((later) => dependsOn(later, r));
    const remove = (): Promise<void> =>
      steps.deleteResource(
        r,
        r.delete ? { operation: "replace", part: "delete" } : { operation: "delete" },
      );
    const turn = Promise.all(dependents.map((d) => gone.get(d) ?? Promise.resolve())).then(() =>
      context.scheduler.slot(remove),
    );
    // The failure of a dependent is reported already.
    turn.catch(() => undefined);
    gone.set(r, turn);
  }
  await Promise.allSettled(gone.values());
}
