import * as azure from "@pulumi/azure-native/databricks";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { ForcedDelete } from "./forced-delete";
import { Readiness } from "./readiness";

export interface WorkspaceArgs {
  subscriptionId: pulumi.Input<string>;
  tenantId: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  workspaceName: pulumi.Input<string>;
  /** Made, filled and deleted by Databricks: must not exist. */
  managedResourceGroupName: pulumi.Input<string>;
  tags: Record<string, string>;
  /** `Hybrid`: clusters in our subscription. Cannot be changed later. */
  computeMode: string;
  /** Clusters have no public addresses. */
  noPublicIp: boolean;
  /** How the databricks provider signs in. */
  authType: string;
}

/** A Premium Databricks workspace that is usable, and the provider for what lives in it. */
export class Workspace extends pulumi.ComponentResource {
  /** ARM id. */
  readonly resourceId: pulumi.Output<string>;
  /** Databricks' own number. */
  readonly workspaceId: pulumi.Output<string>;
  /** `https://…` without a trailing slash, known once the workspace is usable. */
  readonly host: pulumi.Output<string>;
  /** For functions that ask the workspace (with `dependsOn: [ready]`, or a first preview gets an empty answer). */
  readonly provider: databricks.Provider;
  readonly ready: pulumi.Resource;
  private readonly resource: azure.Workspace;

  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Workspace", name, {}, opts);
    const { tenantId, authType } = args;
    this.resource = createWorkspace(name, args, this);
    const readiness = new Readiness(
      `${name}-readiness`,
      { workspaceId: this.resource.id, host: pulumi.interpolate`https://${this.resource.workspaceUrl}` },
      { parent: this },
    );
    new ForcedDelete(`${name}-forced-delete`, { workspaceId: this.resource.id }, { parent: this });
    this.ready = readiness;
    this.provider = createProvider(name, { tenantId, authType }, readiness, this);
    this.resourceId = this.resource.id;
    this.workspaceId = this.resource.workspaceId;
    this.host = readiness.host;
    this.registerOutputs({ resourceId: this.resourceId, workspaceId: this.workspaceId, host: this.host });
  }

  /**
   * Options of everything that lives in this workspace. It goes with the workspace (no calls to a workspace that is
   * about to vanish, and none that hang when it cannot be reached); a new workspace needs it anew; and since all of it
   * has fixed names, the old one leaves before the new one comes (else the delete would take the new one's contents).
   */
  inside(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return {
      parent,
      provider: this.provider,
      deletedWith: this.resource,
      replaceWith: [this.resource],
      deleteBeforeReplace: true,
    };
  }
}

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
    { parent },
  );

/** Explicit, since it exists only after its workspace. Without the time limit a dead workspace costs 300 s a call. */
const createProvider = (
  name: string,
  { tenantId, authType }: Pick<WorkspaceArgs, "tenantId" | "authType">,
  { host, workspaceId }: Readiness,
  parent: Workspace,
): databricks.Provider =>
  new databricks.Provider(
    `${name}-provider`,
    {
      host,
      azureWorkspaceResourceId: workspaceId,
      azureTenantId: tenantId,
      authType,
      ...(authType === "azure-msi" && { azureUseMsi: true }),
      retryTimeoutSeconds: 60,
    },
    { parent },
  );
