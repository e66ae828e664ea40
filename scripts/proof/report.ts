/**
 * What a lab can leave behind, and what a seat can leave in the workspace and the account of its
 * class.
 */
export type ResourceKind =
  | "resource group"
  | "managed group"
  | "account"
  | "soft-deleted account"
  | "soft-deleted log workspace"
  | "workspace"
  | "soft-deleted workspace"
  | "budget"
  | "cluster"
  | "secret scope"
  | "folder"
  | "role assignment"
  | "log workspace"
  | "deployment"
  | "diagnostic setting"
  | "lock"
  | "cluster policy";

/** What the proof relies on besides Azure, and may be unable to. */
export type Basis = "state" | "settings";

/**
 * The result of a check; `cannot be seen` when no API lists the resource, `theirs` when something has
 * the name that is not the stack's, in an account or a workspace that existed before.
 */
export type ResourceState = "gone" | "left" | "unknown" | "cannot be seen" | "theirs";

/** A resource that still exists. */
export interface RemainingResource {
  kind: ResourceKind;
  /** ARM id; of what is inside a workspace, the workspace's and a path. */
  id: string;
  /** What it means, and how to remove it. */
  note: string;
}

/** A resource that could not be checked, or a basis of the checks that cannot be relied on. */
export interface UncheckedResource {
  kind: ResourceKind | Basis;
  /** Azure's own code, or `network`, `sign-in`. */
  code: string;
  /** Why Azure gave no answer. */
  reason: string;
  cure: string;
}

/** A resource and the result of its check. */
export interface CheckedResource {
  kind: ResourceKind;
  /** ARM id of the resource. */
  id: string;
  state: ResourceState;
}

/** The document of `lab proof --json`. */
export type Proof = {
  schema: "rai-lab/proof/1";
  stack: string;
  subscriptionId: string;
  /** Present when the stack simply exists: how many resources its state records. */
  exists?: { resources: number; destroy: string; recover: string };
  left: RemainingResource[];
  unknown: UncheckedResource[];
  looked: CheckedResource[];
  /** What existed before the stack, and stays; absent when everything was the stack's. */
  kept?: { kind: ResourceKind; id: string }[] | undefined;
};

/**
 * Exit code of `lab proof`: 1 when something is left, 2 when something could not be checked.
 * `cannot be seen` does not count.
 */
export function proofExitCode(report: Proof): 0 | 1 | 2 {
  if (report.left.length > 0) return 1;
  return report.unknown.length > 0 ? 2 : 0;
}
