/** Entries of a Pulumi checkpoint. Secrets are in clear in memory and encrypted on disk. */
import type { Props, Value } from "../plugin";
import { isSecret, secret } from "./wire";

/** One resource of a snapshot (pulumi/pulumi, apitype.ResourceV3). */
export interface Resource {
  urn: string;
  custom: boolean;
  /** Replaced by a newer copy that precedes it, and to be deleted. */
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: Props;
  outputs?: Props;
  parent?: string;
  protect?: boolean;
  /** Read by `Resource.get`, not managed. */
  external?: boolean;
  dependencies?: readonly string[];
  initErrors?: readonly string[];
  provider?: string;
  propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** Already deleted; the replacement is not created yet. */
  pendingReplacement?: boolean;
  additionalSecretOutputs?: readonly string[];
  /** In seconds. */
  customTimeouts?: { create?: number; update?: number; delete?: number };
  importID?: string;
  retainOnDelete?: boolean;
  deletedWith?: string;
  replaceWith?: readonly string[];
  replacementTrigger?: Value;
  created?: string;
  modified?: string;
  ignoreChanges?: readonly string[];
  replaceOnChanges?: readonly string[];
}

/** An operation that has begun: written before the provider is called, removed with its result. */
export interface PendingOperation {
  resource: Resource;
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** The state of a stack. */
export interface Snapshot {
  resources: Resource[];
  pending: PendingOperation[];
}

/** Every URN that must precede this resource in a snapshot. */
export function dependenciesOf(r: Resource): string[] {
  const { parent, dependencies = [], propertyDependencies = {}, deletedWith, replaceWith = [] } = r;
  const ends = [parent, deletedWith].filter((urn) => urn !== undefined);
  return ends.concat(dependencies, ...Object.values(propertyDependencies), replaceWith);
}

/** Maps every URN that `r` refers to: replaces its lists. `undefined` removes the reference. */
export function rewriteReferences(r: Resource, one: (urn: string) => string | undefined): void {
  const many = (urns: readonly string[]): string[] => urns.flatMap((urn) => one(urn) ?? []);
  if (r.parent) r.parent = one(r.parent);
  if (r.deletedWith) r.deletedWith = one(r.deletedWith);
  if (r.dependencies) r.dependencies = many(r.dependencies);
  if (r.replaceWith) r.replaceWith = many(r.replaceWith);
  const perProperty = Object.entries(r.propertyDependencies ?? {});
  if (perProperty.length > 0)
    r.propertyDependencies = Object.fromEntries(
      perProperty.map(([key, urns]) => [key, many(urns)]),
    );
}

/** Removes every reference to a resource that does not exist any more. */
export function removeReferences(resources: readonly Resource[], urn: string): void {
  for (const r of resources) rewriteReferences(r, (u) => (u === urn ? undefined : u));
}

/**
 * Adds a resource that an interrupted run created. It precedes the other copies of its URN, which are
 * marked for deletion; a copy that is pending replacement is already deleted and is removed.
 */
export function adopt(resources: Resource[], made: Resource): void {
  const copies = resources.filter((r) => r.urn === made.urn);
  const first = copies[0];
  resources.splice(first ? resources.indexOf(first) : resources.length, 0, made);
  for (const copy of copies) {
    if (copy.pendingReplacement) resources.splice(resources.indexOf(copy), 1);
    else copy.delete = true;
  }
}

/**
 * Marks the outputs that are secrets by the resource's options, whatever its provider says. Outputs
 * may be shared with other states: they are replaced.
 */
export function markSecretOutputs(r: Resource): void {
  for (const key of r.additionalSecretOutputs ?? []) {
    const value = r.outputs?.[key];
    if (value !== undefined && !isSecret(value)) r.outputs = { ...r.outputs, [key]: secret(value) };
  }
}
