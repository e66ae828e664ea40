import * as databricks from "@pulumi/databricks";
import type * as pulumi from "@pulumi/pulumi";

/** A Databricks workspace as whatever lives in it sees it: the stack's own, or the class's. */
export interface WorkspaceHandle {
  /** ARM id. */
  readonly resourceId: pulumi.Output<string>;
  /** Databricks' own number: a new one with every new workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /** `https://…` without a trailing slash, known once the workspace is usable. */
  readonly host: pulumi.Output<string>;
  /** For functions that ask the workspace (with `dependsOn: [ready]`, or a first preview gets an empty answer). */
  readonly provider: databricks.Provider;
  readonly ready: pulumi.Resource;
  /**
   * Options of everything that lives in this workspace. It goes with it (no calls to a workspace that is about to
   * vanish, and none that hang when it cannot be reached), and a new workspace needs it anew.
   */
  ownedOptions(parent: pulumi.Resource): pulumi.CustomResourceOptions;
}

/** Options of what the databricks provider makes in a workspace. */
export const childOptions = (
  workspace: WorkspaceHandle,
  parent: pulumi.Resource,
): pulumi.CustomResourceOptions => ({
  ...workspace.ownedOptions(parent),
  provider: workspace.provider,
});

export interface ProviderArgs {
  /** Known once the workspace is usable. */
  host: pulumi.Input<string>;
  /** ARM id. */
  resourceId: pulumi.Input<string>;
  tenantId: pulumi.Input<string>;
  /** How the provider signs in. */
  authType: string;
}

/** Explicit, since it exists only after its workspace. Without the time limit a dead workspace costs 300 s a call. */
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
