import * as databricks from "@pulumi/databricks";
import type * as pulumi from "@pulumi/pulumi";

/** A Databricks workspace, as its contents need it: the stack's own, the class's, or one that existed. */
export interface WorkspaceHandle {
  /** ARM id. */
  readonly resourceId: pulumi.Output<string>;
  /** Databricks' own number: a new one with every new workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /** Set where Azure was asked for it: that of a new one is the program's choice. */
  readonly managedResourceGroupName?: pulumi.Output<string>;
  /** `https://…` without a trailing slash, known once the workspace is usable. */
  readonly host: pulumi.Output<string>;
  /**
   * Also for Pulumi's functions: with `dependsOn: [ready]`, or a first preview gets an empty
   * result.
   */
  readonly provider: databricks.Provider;
  /**
   * Whether it existed before any stack. Its users are not the lab's to change, and what the lab
   * adds bears its tags.
   */
  readonly existedBefore: boolean;
  /** The resource after which the workspace is usable. */
  readonly ready: pulumi.Resource;
  /**
   * Options of a resource in this workspace. The resource is deleted with the workspace (without
   * calls, which would hang when the workspace cannot be reached) and replaced with it.
   */
  ownedOptions(parent: pulumi.Resource): pulumi.CustomResourceOptions;
}

/** Options of a resource that the databricks provider manages in a workspace. */
export const childOptions = (
  workspace: WorkspaceHandle,
  parent: pulumi.Resource,
): pulumi.CustomResourceOptions => ({
  ...workspace.ownedOptions(parent),
  provider: workspace.provider,
});

/** The arguments of `createProvider`. */
export interface ProviderArgs {
  /** Known once the workspace is usable. */
  host: pulumi.Input<string>;
  /** ARM id. */
  resourceId: pulumi.Input<string>;
  tenantId: pulumi.Input<string>;
  /** How the provider signs in. */
  authType: string;
}

/**
 * The databricks provider of one workspace. Without the time limit each call to a dead workspace
 * takes 300 s.
 */
export const createProvider = (
  name: string,
  { host, resourceId, tenantId, authType }: ProviderArgs,
  parent: pulumi.Resource,
): databricks.Provider =>
  new databricks.Provider(
    `${name}-provider`,
    {
      host,
      azureWorkspaceResourceId: resourceId,
      azureTenantId: tenantId,
      authType,
      ...(authType === "azure-msi" && { azureUseMsi: true }),
      retryTimeoutSeconds: 60,
    },
    { parent },
  );
