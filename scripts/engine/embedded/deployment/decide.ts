/** Decides what happens to one resource, as a pure function of its goal, its old state and its diff. */
import type { Diff, Props, Value } from "../../plugin";
import type { Goal } from "./goal";
import type { Resource } from "../../state/resource";
import { overlaps, parsePath } from "../../state/paths";
import { hasUnknown, isEqual, withoutSecretMarks } from "../../state/wire";

/** What a decision depends on. */
export interface DecisionFacts {
  goal: Pick<Goal, "custom" | "props" | "protect" | "deleteBeforeReplace" | "replaceOnChanges"> &
    ReplacementOptions;
  old: Resource | undefined;
  /** The provider's diff; absent for components, new resources and forced replacements. */
  diff?: Diff;
  /** The new provider cannot manage the old resource. */
  providerReplaced?: boolean;
  /** URNs that this deployment replaces, or deletes before a replacement. */
  replaced: ReadonlySet<string>;
}

type ReplacementOptions = Pick<Goal, "replaceWith" | "deletedWith" | "replacementTrigger">;

/** What happens to one resource. */
export type Decision =
  | { do: "create" }
  | { do: "same" }
  /** `keys`: input names that differ. */
  | { do: "update"; keys: string[] }
  /** The old resource is deleted already, or was external: only the create is left. */
  | { do: "recreate" }
  | { do: "replace"; first: "create" | "delete"; keys: string[] }
  | { do: "refuse"; reason: string };

/** As in the CLI, an added or removed trigger does not replace; an unknown one (in a preview) does. */
function isTriggered(now: Value | undefined, then: Value | undefined): boolean {
  if (now === undefined || now === null) return false;
  if (hasUnknown(now)) return true;
  return (
    then !== undefined &&
    then !== null &&
    !isEqual(withoutSecretMarks(now), withoutSecretMarks(then))
  );
}

/**
 * The resource option that forces a replacement. There is no diff then, so the old resource is deleted
 * first only if the option `deleteBeforeReplace` says so.
 */
export function forcedReplaceKeys(
  goal: ReplacementOptions,
  old: Resource | undefined,
  replaced: ReadonlySet<string>,
): string[] {
  if (!old) return [];
  if (isTriggered(goal.replacementTrigger, old.replacementTrigger)) return ["replacementTrigger"];
  if (goal.replaceWith.some((urn) => replaced.has(urn))) return ["replaceWith"];
  if (goal.deletedWith !== undefined && replaced.has(goal.deletedWith)) return ["deletedWith"];
  return [];
}

/** Input names that differ; none when the provider reports no change. */
export function changedInputs(diff: Diff | undefined): string[] {
  return diff?.changes ? (diff.changed ?? []) : [];
}

/** Keys whose change replaces the resource, by its provider or by `replaceOnChanges`. */
export function replaceKeys(diff: Diff | undefined, replaceOnChanges: readonly string[]): string[] {
  const changed = changedInputs(diff);
  const byOption = (diff?.paths ?? changed)
    .filter((path) => replaceOnChanges.some((option) => overlaps(option, path)))
    .map((path) => parsePath(path)[0]!)
    .filter((key) => changed.includes(key));
  return [...new Set([...(diff?.replaces ?? []), ...byOption])];
}

const decideComponent = (props: Props, old: Resource | undefined): Decision => {
  if (!old) return { do: "create" };
  return isEqual(old.inputs ?? {}, props) ? { do: "same" } : { do: "update", keys: [] };
};

function replacementKeys({ goal, old, diff, providerReplaced, replaced }: DecisionFacts): string[] {
  const forced = forcedReplaceKeys(goal, old, replaced);
  if (forced.length > 0) return forced;
  if (providerReplaced) return ["provider"];
  return replaceKeys(diff, goal.replaceOnChanges);
}

/** Applies the rules in order; the first that holds decides. */
export function decide(facts: DecisionFacts): Decision {
  const { goal, old, diff, replaced } = facts;
  if (!goal.custom) return decideComponent(goal.props, old);
  if (!old) return { do: "create" };
  if (old.pendingReplacement || old.external || replaced.has(old.urn)) return { do: "recreate" };

  const keys = replacementKeys(facts);
  if (keys.length > 0) {
    // A program that removes the protection in the same run may replace the resource.
    if (old.protect && goal.protect)
      return {
        do: "refuse",
        reason: `${old.urn} is protected and cannot be replaced: remove protect first`,
      };
    const first = (goal.deleteBeforeReplace ?? diff?.deleteBeforeReplace) ? "delete" : "create";
    return { do: "replace", first, keys };
  }
  const unready = (old.initErrors?.length ?? 0) > 0;
  if (diff?.changes || unready) return { do: "update", keys: diff?.changed ?? [] };
  return { do: "same" };
}
