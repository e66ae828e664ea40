/** The entries of a Pulumi checkpoint (apitype.ResourceV3). Secrets are clear in memory and sealed on disk. */
import type { Props, Value } from "../plugin";

export interface Resource {
  urn: string;
  custom: boolean;
  /** Replaced by a newer copy that stands before it: to be deleted. */
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: Props;
  outputs?: Props;
  parent?: string;
  protect?: boolean;
  /** Read, not managed: `Resource.get`. */
  external?: boolean;
  dependencies?: string[];
  initErrors?: string[];
  provider?: string;
  propertyDependencies?: Record<string, string[]>;
  /** Already deleted; waits for its replacement. */
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  /** In seconds. */
  customTimeouts?: { create?: number; update?: number; delete?: number };
  importID?: string;
  retainOnDelete?: boolean;
  deletedWith?: string;
  replaceWith?: string[];
  replacementTrigger?: Value;
  created?: string;
  modified?: string;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
}

/** An operation that was begun: on disk before the provider is called, gone from disk with its result. */
export interface PendingOperation {
  resource: Resource;
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

export interface Snapshot {
  resources: Resource[];
  pending: PendingOperation[];
}

/** Every URN that must precede this resource in a snapshot. */
export const dependenciesOf = (r: Resource): string[] => [
  ...(r.parent ? [r.parent] : []),
  ...(r.dependencies ?? []),
  ...Object.values(r.propertyDependencies ?? {}).flat(),
  ...(r.deletedWith ? [r.deletedWith] : []),
  ...(r.replaceWith ?? []),
];

/** Rewrites in place every URN that `r` mentions; `undefined` drops the mention. */
export function rewriteReferences(r: Resource, one: (urn: string) => string | undefined): void {
  const many = (urns: string[]): string[] => urns.flatMap((urn) => one(urn) ?? []);
  if (r.parent) r.parent = one(r.parent);
  if (r.deletedWith) r.deletedWith = one(r.deletedWith);
  if (r.dependencies) r.dependencies = many(r.dependencies);
  if (r.replaceWith) r.replaceWith = many(r.replaceWith);
  for (const [key, urns] of Object.entries(r.propertyDependencies ?? {}))
    r.propertyDependencies![key] = many(urns);
}

/** A resource that turned out to be gone takes every mention of itself along. */
export function removeReferences(resources: readonly Resource[], urn: string): void {
  for (const r of resources) rewriteReferences(r, (u) => (u === urn ? undefined : u));
}

/**
 * Takes into `resources` what an interrupted run made: before the copies of the same URN, which are outdated by it and
 * wait for their deletion from now on. A copy that was deleted already, and waited for this successor, goes.
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
