import type * as pulumi from "@pulumi/pulumi";
import { Budget } from "../components/budget";
import { Caps } from "../components/caps";
import { Diagnostics } from "../components/diagnostics";
import { Group } from "../components/group";
import { OpenAi } from "../components/openai";
import { Workspace } from "../components/workspace";
import type { WorkspaceHandle } from "../components/workspace-handle";
import type { LabConfig } from "../config";
import { deploymentOf } from "../names/physical-names";
import type { LabOutputs, Pending } from "../outputs";
import type { StackContext } from "./stack-context";
import { tagsOf } from "../names/tags";

/** The outputs that all seats of an account and a workspace have in common. */
export type SharedOutputs = Omit<
  LabOutputs,
  | "tags"
  | "expires"
  | "openaiDeployment"
  | "clusterId"
  | "notebookPath"
  | "notebookUrl"
  | "secretScope"
  | "readme"
>;

/** What students may share: built by the same stack, or read from the class's stack. */
export interface SharedServices {
  outputs: Pending<SharedOutputs> & Pick<SharedOutputs, "openaiAuth" | "model">;
  /** ARM id of the Azure OpenAI account. */
  accountId: pulumi.Input<string>;
  workspace: WorkspaceHandle;
  /** The policy that clusters must obey; absent when there is none. */
  policyId?: pulumi.Input<string> | undefined;
}

/** Shared services that the same stack builds. */
export interface SharedResources extends SharedServices {
  /** The account with its deployments. */
  account: pulumi.Resource;
  /** The deployment that all students call; absent when each seat has its own. */
  deployment?: pulumi.Output<string> | undefined;
  /** The deployment of each seat, by the name of the seat's stack; empty when they share one. */
  seatDeployments: Record<string, pulumi.Output<string>>;
  /** What is in the resource group. */
  inGroup: pulumi.Resource[];
  /** What is in the workspace. */
  inWorkspace: pulumi.Resource[];
}

const DEPLOYMENT = "deployment";

/**
 * Builds the account with its deployments, the workspace, and the optional policy, diagnostics and
 * budget.
 */
export function buildShared(config: LabConfig, context: StackContext): SharedResources {
  const { location, openai, model, databricks, deploymentName, seats = [] } = config;
  const { subscriptionId, tenantId, names } = context;
  const tags = tagsOf(config);
  const group = new Group("lab", { resourceGroupName: names.resourceGroup, location, tags });
  const common = { subscriptionId, resourceGroupName: group.groupName, location, tags };

  const service = new OpenAi("openai", {
    ...common,
    accountName: names.openaiAccount,
    restore: openai.restore,
    auth: openai.auth,
    deployments:
      seats.length === 0
        ? { [DEPLOYMENT]: deploymentName }
        : Object.fromEntries(
            seats.map((seat) => [`${DEPLOYMENT}-${seat}`, deploymentOf(deploymentName, seat)]),
          ),
    model,
  });
  const workspace = new Workspace("databricks", {
    ...common,
    tenantId,
    workspaceName: names.databricksWorkspace,
    managedResourceGroupName: names.managedResourceGroup,
    computeMode: databricks.computeMode,
    noPublicIp: databricks.noPublicIp,
    authType: databricks.authType,
  });
  const inGroup: pulumi.Resource[] = [group, service, workspace];
  const caps =
    config.policy &&
    new Caps("caps", {
      workspace,
      policyName: names.clusterPolicy,
      nodeType: databricks.nodeType,
      ...config.policy,
    });
  if (config.diagnostics)
    inGroup.push(
      new Diagnostics("diagnostics", {
        ...common,
        logWorkspaceName: names.logWorkspace,
        accountId: service.accountId,
        after: [service],
        databricksId: workspace.resourceId,
      }),
    );
  if (config.budget)
    new Budget("budget", {
      subscriptionId,
      budgetName: names.budget,
      groups: [group.groupName, names.managedResourceGroup],
      ...config.budget,
    });
  return {
    outputs: {
      resourceGroupName: group.groupName,
      location,
      openaiEndpoint: service.endpoint,
      openaiAccountName: service.accountName,
      openaiApiVersion: openai.apiVersion,
      openaiAuth: openai.auth,
      ...(service.key && { openaiKey: service.key }),
      model: { name: model.name, version: model.version, sku: model.sku, capacity: model.capacity },
      databricksHost: workspace.host,
      databricksWorkspaceId: workspace.workspaceId,
      databricksWorkspaceResourceId: workspace.resourceId,
      managedResourceGroupName: names.managedResourceGroup,
    },
    accountId: service.accountId,
    account: service,
    workspace,
    policyId: caps?.policyId,
    deployment: service.deployments[DEPLOYMENT],
    seatDeployments: Object.fromEntries(
      seats.map((seat) => [seat, service.deployments[`${DEPLOYMENT}-${seat}`]!]),
    ),
    inGroup,
    inWorkspace: caps ? [caps] : [],
  };
}
