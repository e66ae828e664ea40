/** What a lab can leave behind, and what a seat can in its class's workspace and at its account. */
export type ResourceKind =
  | "resource group"
  | "managed group"
  | "account"
  | "soft-deleted account"
  | "workspace"
  | "soft-deleted workspace"
  | "budget"
  | "cluster"
  | "secret scope"
  | "folder"
  | "role assignment";

/** `cannot be seen`: Azure shows it to nobody, so that no look can tell. */
export type ResourceState = "gone" | "left" | "unknown" | "cannot be seen";

export interface RemainingResource {
  kind: ResourceKind;
  /** ARM id; of what is inside a workspace, the workspace's and a path. */
  id: string;
  /** What it means, and how to be rid of it. */
  note: string;
}

export interface UncheckedResource {
  kind: ResourceKind;
  /** Azure's own code, or `network`, `sign-in`. */
  code: string;
  /** Why Azure gave no answer. */
  reason: string;
  cure: string;
}

export interface CheckedResource {
  kind: ResourceKind;
  /** ARM id of what was looked for. */
  id: string;
  state: ResourceState;
}

/** The document of `lab proof --json`. */
export type Proof = {
  schema: "rai-lab/proof/1";
  subscriptionId: string;
  left: RemainingResource[];
  unknown: UncheckedResource[];
  looked: CheckedResource[];
};

/** Exit code of `lab proof`: 1 something is left, 2 something could not be looked for. What nobody can see does not count. */
export function proofExitCode(report: Proof): 0 | 1 | 2 {
  if (report.left.length > 0) return 1;
  return report.unknown.length > 0 ? 2 : 0;
}
