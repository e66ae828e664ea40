import * as azure from "@pulumi/azure-native/databricks";
import type * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { ForcedDelete } from "./dynamic/forced-delete";
import { Readiness } from "./dynamic/readiness";
import { createProvider, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Workspace`. */
export interface WorkspaceArgs {
  subscriptionId: pulumi.Input<string>;
  tenantId: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  workspaceName: pulumi.Input<string>;
  /** Created, filled and deleted by Databricks: must not exist before. */
  managedResourceGroupName: pulumi.Input<string>;
  tags: Record<string, string>;
  /** `Hybrid`: clusters in our subscription. Cannot be changed later. */
  computeMode: string;
  /** Clusters have no public addresses. */
  noPublicIp: boolean;
  /** How the databricks provider signs in. */
  authType: string;
}

/**
 * A Premium Databricks workspace, usable once `ready` exists, and the provider for its contents.
 */
export class Workspace extends pulumi.ComponentResource implements WorkspaceHandle {
  readonly resourceId: pulumi.Output<string>;
  readonly workspaceId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly provider: databricks.Provider;
  readonly ready: pulumi.Resource;
  readonly existedBefore = false;
  private readonly resource: azure.Workspace;

  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Workspace", name, {}, opts);
    const { tenantId, authType } = args;
    this.resource = createWorkspace(name, args, this);
    const readiness = new Readiness(
      `${name}-readiness`,
      {
        workspaceId: this.resource.id,
        host: pulumi.interpolate`https://${this.resource.workspaceUrl}`,
      },
      { parent: this },
    );
    new ForcedDelete(`${name}-forced-delete`, { workspaceId: this.resource.id }, { parent: this });
    this.ready = readiness;
    const { host, workspaceId: resourceId } = readiness;
    this.provider = createProvider(name, { host, resourceId, tenantId, authType }, this);
    this.resourceId = this.resource.id;
    this.workspaceId = this.resource.workspaceId;
    this.host = readiness.host;
    this.registerOutputs({
      resourceId: this.resourceId,
      workspaceId: this.workspaceId,
      host: this.host,
    });
  }

  /**
   * Old contents are deleted first: they have fixed names, so that a later delete would remove the
   * new contents.
   */
  ownedOptions(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return {
      parent,
      deletedWith: this.resource,
      replaceWith: [this.resource],
      deleteBeforeReplace: true,
    };
  }
}

/** Creates the Azure resource. */
const createWorkspace = (name: string, args: WorkspaceArgs, parent: Workspace): azure.Workspace =>
  new azure.Workspace(
    `${name}-workspace`,
    {
      resourceGroupName: args.resourceGroupName,
      workspaceName: args.workspaceName,
      location: args.location,
      sku: { name: "premium" },
      computeMode: args.computeMode,
      managedResourceGroupId: pulumi.interpolate`/subscriptions/${args.subscriptionId}/resourceGroups/${args.managedResourceGroupName}`,
      parameters: { enableNoPublicIp: { value: args.noPublicIp } },
      tags: args.tags,
    },
    // Azure can change this only in a custom network; azure-native would try to update it in place.
    { parent, replacementTrigger: args.noPublicIp, deleteBeforeReplace: true },
  );
