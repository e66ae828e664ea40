/** What must happen to one resource: a pure decision over what is known, with no question to anybody. */
import type { Diff, Props } from "../plugin";
import type { Goal } from "./goal";
import type { Resource } from "./resource";
import { covers } from "./paths";
import { same } from "./wire";

export interface Facts {
  goal: Pick<Goal, "custom" | "props" | "protect" | "deleteBeforeReplace" | "replaceOnChanges" | "replaceWith">;
  old: Resource | undefined;
  /** The provider's answer; absent for components, new resources and those deleted for their replacement. */
  diff?: Diff;
  /** The resource moves to a provider that cannot manage the old one. */
  providerReplaced?: boolean;
  /** URNs that this run has replaced, or deleted in order to replace. */
  replaced: ReadonlySet<string>;
}

export type Decision =
  | { do: "create" }
  | { do: "same" }
  /** `keys`: input names that differ. */
  | { do: "update"; keys: string[] }
  /** The old one is deleted already, or was never ours: only the new one is left to create. */
  | { do: "recreate" }
  | { do: "replace"; first: "create" | "delete"; keys: string[] }
  | { do: "refuse"; reason: string };

/** The keys that force a replacement, by the provider, by `replaceOnChanges`, or by a changed provider. */
function replacingKeys({ goal, diff, providerReplaced }: Facts): string[] {
  const forced = (diff?.changed ?? []).filter((key) => goal.replaceOnChanges.some((path) => covers(path, key)));
  const byOption = diff?.changes ? forced : [];
  return [...new Set([...(providerReplaced ? ["provider"] : []), ...(diff?.replaces ?? []), ...byOption])];
}

const component = (props: Props, old: Resource | undefined): Decision => {
  if (!old) return { do: "create" };
  return same(old.inputs ?? {}, props) ? { do: "same" } : { do: "update", keys: [] };
};

/** Rules in order; the first that holds decides. */
export function decide(facts: Facts): Decision {
  const { goal, old, diff, replaced } = facts;
  if (!goal.custom) return component(goal.props, old);
  if (!old) return { do: "create" };
  if (old.pendingReplacement || old.external || replaced.has(old.urn)) return { do: "recreate" };

  const keys = replacingKeys(facts);
  if (keys.length > 0 || goal.replaceWith.some((urn) => replaced.has(urn))) {
    // Only when the program lifts the protection in the same run may the resource go.
    if (old.protect && goal.protect)
      return { do: "refuse", reason: `${old.urn} is protected and cannot be replaced: remove protect first` };
    const first = (goal.deleteBeforeReplace ?? diff?.deleteBeforeReplace) ? "delete" : "create";
    return { do: "replace", first, keys };
  }
  const unready = (old.initErrors?.length ?? 0) > 0;
  if (diff?.changes || unready) return { do: "update", keys: diff?.changed ?? [] };
  return { do: "same" };
}
