import type * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { SeatCleanup } from "./dynamic/seat-cleanup";
import { createProvider, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `ClassWorkspace`. */
export interface ClassWorkspaceArgs {
  /** ARM id. */
  resourceId: string;
  /** Databricks' own number. */
  workspaceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
  tenantId: pulumi.Input<string>;
  /** How the databricks provider signs in. */
  authType: string;
  /** The name of the seat's cluster in the workspace. */
  clusterName: pulumi.Input<string>;
  scopeName: pulumi.Input<string>;
  folder: string;
}

/** The class's workspace, as one seat uses it. */
export class ClassWorkspace extends pulumi.ComponentResource implements WorkspaceHandle {
  readonly resourceId: pulumi.Output<string>;
  readonly workspaceId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly provider: databricks.Provider;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: ClassWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:ClassWorkspace", name, {}, opts);
    const { tenantId, authType, ...seat } = args;
    this.ready = new SeatCleanup(`${name}-removal`, seat, { parent: this });
    this.resourceId = pulumi.output(args.resourceId);
    this.workspaceId = pulumi.output(args.workspaceId);
    this.host = pulumi.output(args.host);
    this.provider = createProvider(
      name,
      { host: args.host, resourceId: args.resourceId, tenantId, authType },
      this,
    );
    this.registerOutputs({
      resourceId: this.resourceId,
      workspaceId: this.workspaceId,
      host: this.host,
    });
  }

  /**
   * `replaceWith` cannot name a resource of another stack: a new workspace id triggers the
   * replacement instead.
   */
  ownedOptions(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return {
      parent,
      deletedWith: this.ready,
      replacementTrigger: this.workspaceId,
      deleteBeforeReplace: true,
    };
  }
}
