import { DiagnosticSetting } from "@pulumi/azure-native/monitor";
import * as logs from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { DIAGNOSTIC_SETTING_NAME } from "../names/physical-names";
import { ForcedLogDelete } from "./dynamic/forced-log-delete";

/** The arguments of `Diagnostics`. */
export interface DiagnosticsArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  logWorkspaceName: pulumi.Input<string>;
  tags: Record<string, string>;
  /** ARM id. */
  accountId: pulumi.Input<string>;
  /** Resources to wait for: the account accepts one change at a time. */
  after: pulumi.Resource[];
  /** ARM id. */
  databricksId: pulumi.Input<string>;
}

/**
 * A Log Analytics workspace that receives the logs of the account and of Databricks, and keeps them
 * for 30 days.
 */
export class Diagnostics extends pulumi.ComponentResource {
  readonly logWorkspaceId: pulumi.Output<string>;

  constructor(name: string, args: DiagnosticsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Diagnostics", name, {}, opts);
    const { resourceGroupName, location, tags } = args;
    const workspace = new logs.Workspace(
      `${name}-logs`,
      {
        resourceGroupName,
        location,
        tags,
        workspaceName: args.logWorkspaceName,
        sku: { name: "PerGB2018" },
        retentionInDays: 30,
      },
      { parent: this, deleteBeforeReplace: true },
    );
    const forcedDelete = new ForcedLogDelete(
      `${name}-logs-forced-delete`,
      { workspaceId: workspace.id },
      { parent: this },
    );
    const shared = {
      name: DIAGNOSTIC_SETTING_NAME,
      workspaceId: workspace.id,
      logs: [{ categoryGroup: "allLogs", enabled: true }],
    };
    new DiagnosticSetting(
      `${name}-openai`,
      {
        ...shared,
        resourceUri: args.accountId,
        metrics: [{ category: "AllMetrics", enabled: true }],
      },
      // Settings are deleted before the workspace that they write to.
      { parent: this, dependsOn: [...args.after, forcedDelete], deleteBeforeReplace: true },
    );
    // Databricks has no metrics, and refuses a setting that asks for them.
    new DiagnosticSetting(
      `${name}-databricks`,
      { ...shared, resourceUri: args.databricksId },
      { parent: this, dependsOn: [forcedDelete], deleteBeforeReplace: true },
    );
    this.logWorkspaceId = workspace.id;
    this.registerOutputs({ logWorkspaceId: this.logWorkspaceId });
  }
}
