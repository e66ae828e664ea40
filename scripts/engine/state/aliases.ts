/** Aliases: the former URNs of a resource that was renamed, retyped or moved. */
import type { Alias, Goal } from "../embedded/deployment/goal";
import { rewriteReferences, type Resource } from "./resource";
import { nameOf, typeOf, urnOf, type UrnParts } from "./urn";

type StackId = Pick<UrnParts, "stack" | "project">;

/** Old URN of a child. A name that begins with the parent's name (`app-disk`) follows its renaming. */
function inheritedUrn(
  type: string,
  name: string,
  parent: string,
  oldParent: string,
  place: StackId,
): string {
  const now = nameOf(parent);
  const oldName = name.startsWith(now) ? nameOf(oldParent) + name.slice(now.length) : name;
  return urnOf({ ...place, type, name: oldName, parent: oldParent });
}

/**
 * URNs that a goal may have had before, in the order of the CLI (pulumi/pulumi,
 * pkg/resource/deploy/step_generator.go, generateAliases): its own aliases; then, if the parent was
 * found by an alias, its URN and its own aliases under the old parent.
 */
export function formerUrns(
  goal: Goal,
  place: StackId,
  renamed: ReadonlyMap<string, string>,
): string[] {
  const resolveAlias = (a: Alias): string => {
    if (a.urn) return a.urn;
    const parent = a.parent === undefined ? goal.parent : (renamed.get(a.parent) ?? a.parent);
    return urnOf({
      type: a.type ?? goal.type,
      name: a.name ?? goal.name,
      parent: a.noParent ? undefined : parent,
      stack: a.stack ?? place.stack,
      project: a.project ?? place.project,
    });
  };
  const own = goal.aliases.map(resolveAlias);
  const { parent } = goal;
  const oldParent = renamed.get(parent ?? "");
  if (parent === undefined || oldParent === undefined) return own;
  const selves = [
    { type: goal.type, name: goal.name },
    ...own.map((urn) => ({ type: typeOf(urn), name: nameOf(urn) })),
  ];
  return [
    ...new Set([
      ...own,
      ...selves.map(({ type, name }) => inheritedUrn(type, name, parent, oldParent, place)),
    ]),
  ];
}

/** Renames a resource in the state: its URN, and every reference to it. */
export function renameResource(resources: readonly Resource[], from: string, to: string): void {
  for (const r of resources) {
    if (r.urn === from) r.urn = to;
    rewriteReferences(r, (urn) => (urn === from ? to : urn));
    if (r.provider?.startsWith(`${from}::`)) r.provider = to + r.provider.slice(from.length);
  }
}
