/** The goal state of a resource: what a program asks for in a RegisterResource request. */
import type { Props, Value } from "../../plugin";
import type { Resource } from "../../state/resource";

/** A former identity of a resource: a URN, or what differs from the present one. */
export interface Alias {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parent?: string;
  noParent?: boolean;
}

/** The goal state of one resource. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  props: Props;
  parent?: string;
  /** Reference of an explicit provider, `urn::id`. */
  provider?: string;
  /** Version of the package's SDK, part of the default provider's name. */
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
  /** A change of this value replaces the resource. Absent or null means no trigger. */
  replacementTrigger?: Value;
  /** Name of a requested feature that this engine does not implement. */
  unsupported?: string;
}

/** A goal without any resource option. */
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

/** The state entry of a goal before its step. As in the CLI, it has no empty fields. */
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
