import type * as pulumi from "@pulumi/pulumi";

/**
 * The outputs of a lab stack: the names and types that everything after `up` relies on (the probe,
 * the notebook job and the proof). Adding a field is allowed; renaming or removing one breaks
 * users.
 */
export interface LabOutputs {
  resourceGroupName: string;
  location: string;
  tags: Record<string, string>;
  /** ISO date after which the lab may be destroyed; absent when none is set. */
  expires?: string;
  /**
   * Minutes that the cluster may run in a day, from midnight to midnight in an IANA zone; absent when
   * none are set. `lab class stop --used-up` holds the student to it.
   */
  allowance?: { minutesADay: number; zone: string };
  /** Base URL with a trailing slash, as the account reports it. */
  openaiEndpoint: string;
  openaiAccountName: string;
  /** The deployment's name: by default `gpt-35-turbo`, whatever its model. */
  openaiDeployment: string;
  /** A dated api-version such as `2024-10-21`, or `v1` for the `/openai/v1/` path. */
  openaiApiVersion: string;
  openaiAuth: "key" | "entra";
  /** Secret; absent with `entra`. */
  openaiKey?: string;
  /** `capacity` in thousands of tokens per minute. */
  model: { name: string; version: string; sku: string; capacity: number };
  /** `https://…` without a trailing slash. */
  databricksHost: string;
  databricksWorkspaceId: string;
  databricksWorkspaceResourceId: string;
  managedResourceGroupName: string;
  clusterId: string;
  /** The original: workspace path without `/Workspace` and without the ending `.py`. */
  notebookPath: string;
  /** URL of the student's clone of the notebook, with `?o=<workspace id>`. */
  notebookUrl: string;
  secretScope: string;
  /** ARM ids of what existed before the stack, and stays; absent when all is the stack's. */
  existing?: { openaiAccountId?: string | undefined; workspaceId?: string | undefined } | undefined;
  /** Markdown for the Pulumi console (`Pulumi.README.md`). */
  readme: string;
}

/** Outputs as the program has them: some are known only after an `up`. */
export type Pending<T> = { [K in keyof T]: pulumi.Input<Exclude<T[K], undefined>> };

/** The outputs that belong to one seat. A class stack has all others. */
type SeatOutput =
  "allowance" | "openaiDeployment" | "clusterId" | "notebookPath" | "notebookUrl" | "secretScope";

/** The outputs of a class stack, which its seats read. */
export interface ClassOutputs extends Omit<LabOutputs, SeatOutput> {
  /** The deployment that all seats share; absent when each seat has its own. */
  openaiDeployment?: string;
  /** The deployment of each seat, by the name of the seat's stack; absent when they share one. */
  seatDeployments?: Record<string, string>;
  /** ARM id. */
  openaiAccountResourceId: string;
  /** The policy that the seats' clusters must obey; absent when there is none. */
  clusterPolicyId?: string;
}
