/** What a program asks for: one RegisterResource request, as the engine sees it. */
import type { Props, Value } from "../../plugin";
import type { Resource } from "../../state/resource";

export interface Alias {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parent?: string;
  noParent?: boolean;
}

export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  props: Props;
  parent?: string;
  /** Reference of an explicit provider, `urn::id`. */
  provider?: string;
  /** Version of the SDK that asks: part of the default provider's name. */
  version?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  protect?: boolean;
  deleteBeforeReplace?: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  aliases: Alias[];
  importId?: string;
  customTimeouts?: Resource["customTimeouts"];
  retainOnDelete?: boolean;
  deletedWith?: string;
  replaceWith: string[];
  /** A change of this value replaces the resource; absent or null: no trigger. */
  replacementTrigger?: Value;
  /** What it asks for and this engine does not implement: it is refused by this name. */
  unsupported?: string;
}

/** A goal with nothing but what every resource has. */
export const bareGoal = (type: string, name: string, props: Props): Goal => ({
  type,
  name,
  custom: true,
  props,
  dependencies: [],
  propertyDependencies: {},
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  replaceWith: [],
});

const filled = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** The state entry that a goal describes, before any provider was asked. Empty fields are absent, as in the CLI. */
export const resourceOf = (goal: Goal, urn: string): Resource => ({
  urn,
  custom: goal.custom,
  type: goal.type,
  inputs: Object.keys(goal.props).length > 0 ? goal.props : undefined,
  parent: goal.parent,
  protect: goal.protect || undefined,
  dependencies: filled(goal.dependencies),
  provider: goal.provider,
  propertyDependencies:
    goal.custom && Object.keys(goal.propertyDependencies).length > 0
      ? goal.propertyDependencies
      : undefined,
  additionalSecretOutputs: filled(goal.additionalSecretOutputs),
  customTimeouts: goal.customTimeouts,
  retainOnDelete: goal.retainOnDelete || undefined,
  deletedWith: goal.deletedWith,
  replaceWith: filled(goal.replaceWith),
  replacementTrigger: goal.replacementTrigger ?? undefined,
  ignoreChanges: filled(goal.ignoreChanges),
  replaceOnChanges: filled(goal.replaceOnChanges),
  importID: goal.importId,
});
