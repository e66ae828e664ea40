/** What must happen to one resource: a pure decision over what is known, with no question to anybody. */
import type { Diff, Props, Value } from "../../plugin";
import type { Goal } from "./goal";
import type { Resource } from "../../state/resource";
import { covers } from "../../state/paths";
import { hasUnknown, isEqual, withoutSecretMarks } from "../../state/wire";

export interface DecisionFacts {
  goal: Pick<Goal, "custom" | "props" | "protect" | "deleteBeforeReplace" | "replaceOnChanges"> &
    ReplacementOptions;
  old: Resource | undefined;
  /** The provider's answer; absent where nobody needs to ask: components, new resources, forced replacements. */
  diff?: Diff;
  /** The resource moves to a provider that cannot manage the old one. */
  providerReplaced?: boolean;
  /** URNs that this run has replaced, or deleted in order to replace. */
  replaced: ReadonlySet<string>;
}

type ReplacementOptions = Pick<Goal, "replaceWith" | "deletedWith" | "replacementTrigger">;

export type Decision =
  | { do: "create" }
  | { do: "same" }
  /** `keys`: input names that differ. */
  | { do: "update"; keys: string[] }
  /** The old one is deleted already, or was never ours: only the new one is left to create. */
  | { do: "recreate" }
  | { do: "replace"; first: "create" | "delete"; keys: string[] }
  | { do: "refuse"; reason: string };

/** As in the CLI: a trigger that comes or goes replaces nothing, an unknown one (only a preview has it) always does. */
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
 * What replaces a resource whatever its provider thinks, by option name. The provider is not even asked, so neither is
 * its wish to delete first known: that takes `deleteBeforeReplace`.
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

/** The keys of a difference that replace, by the provider or by `replaceOnChanges`. */
export function replaceKeys(diff: Diff | undefined, replaceOnChanges: readonly string[]): string[] {
  const changed = diff?.changes ? (diff.changed ?? []) : [];
  const byOption = changed.filter((key) => replaceOnChanges.some((path) => covers(path, key)));
  return [...new Set([...(diff?.replaces ?? []), ...byOption])];
}

const decideComponent = (props: Props, old: Resource | undefined): Decision => {
  if (!old) return { do: "create" };
  return isEqual(old.inputs ?? {}, props) ? { do: "same" } : { do: "update", keys: [] };
};

/** Rules in order; the first that holds decides. */
export function decide(facts: DecisionFacts): Decision {
  const { goal, old, diff, replaced } = facts;
  if (!goal.custom) return decideComponent(goal.props, old);
  if (!old) return { do: "create" };
  if (old.pendingReplacement || old.external || replaced.has(old.urn)) return { do: "recreate" };

  const forced = forcedReplaceKeys(goal, old, replaced);
  const keys =
    forced.length > 0
      ? forced
      : facts.providerReplaced
        ? ["provider"]
        : replaceKeys(diff, goal.replaceOnChanges);
  if (keys.length > 0) {
    // Only when the program lifts the protection in the same run may the resource go.
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
