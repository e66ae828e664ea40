/** Finds the old self of a resource that was renamed, retyped or moved, and carries its references along. */
import type { Goal } from "./goal";
import { rewriteReferences, type Resource } from "./resource";
import { nameOf, urnOf, type UrnParts } from "./urn";

type Place = Pick<UrnParts, "stack" | "project">;

/** URNs a goal may have had before: its own aliases, and those it inherits from a renamed parent. */
export function formerUrns(goal: Goal, place: Place, renamed: ReadonlyMap<string, string>): string[] {
  const own = goal.aliases.map(
    (a) =>
      a.urn ??
      urnOf({
        type: a.type ?? goal.type,
        name: a.name ?? goal.name,
        parent: a.noParent ? undefined : (a.parent ?? goal.parent),
        stack: a.stack ?? place.stack,
        project: a.project ?? place.project,
      }),
  );
  const oldParent = goal.parent && renamed.get(goal.parent);
  if (!goal.parent || !oldParent) return own;
  const [now, then] = [nameOf(goal.parent), nameOf(oldParent)];
  const name = goal.name.startsWith(now) ? then + goal.name.slice(now.length) : goal.name;
  return [...own, urnOf({ ...place, type: goal.type, name, parent: oldParent })];
}

/** Whatever the old state says about `from` now holds for `to`. */
export function rename(resources: readonly Resource[], from: string, to: string): void {
  for (const r of resources) {
    if (r.urn === from) r.urn = to;
    rewriteReferences(r, (urn) => (urn === from ? to : urn));
    if (r.provider?.startsWith(`${from}::`)) r.provider = to + r.provider.slice(from.length);
  }
}
