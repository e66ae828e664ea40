import type * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../azure/arm-id";
import { Budget } from "../components/budget";
import { Caps } from "../components/caps";
import { ClassWorkspace } from "../components/class-workspace";
import { Diagnostics } from "../components/diagnostics";
import { ExistingOpenAi } from "../components/existing-openai";
import { Group } from "../components/group";
import { OpenAi, type OpenAiHandle } from "../components/openai";
import { Workspace } from "../components/workspace";
import type { WorkspaceHandle } from "../components/workspace-handle";
import type { LabConfig } from "../config";
import { deploymentOf, folderOf } from "../names/physical-names";
import type { LabOutputs, Pending } from "../outputs";
import type { StackContext } from "./stack-context";
import { identityTagsOf, markOf, tagsOf } from "../names/tags";

/** The outputs that all seats of an account and a workspace have in common. */
export type SharedOutputs = Omit<
  LabOutputs,
  | "tags"
  | "expires"
  | "allowance"
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
  account: OpenAiHandle;
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
 * Builds what a class shares: the account with its deployments, and the workspace, each a new one or
 * one that existed, and the optional policy, diagnostics and budget.
 */
export function buildShared(config: LabConfig, context: StackContext): SharedResources {
  const { openai, model, databricks, existing, seats = [] } = config;
  const { subscriptionId, names } = context;
  const { openaiAccountId, workspaceId } = existing ?? {};
  const group = ownGroup(config, context);
  const service: OpenAiHandle = openaiAccountId
    ? existingAccount(openaiAccountId, config, context)
    : newAccount(config, context, group!);
  const workspace: WorkspaceHandle & pulumi.Resource = workspaceId
    ? existingWorkspace(workspaceId, config, context)
    : newWorkspace(config, context, group!);
  const inGroup: pulumi.Resource[] = group ? [group, service, workspace] : [service, workspace];
  const caps =
    config.policy &&
    new Caps("caps", {
      workspace,
      policyName: names.clusterPolicy,
      description: workspace.existedBefore ? markOf(config) : undefined,
      nodeType: databricks.nodeType,
      ...config.policy,
    });
  if (config.diagnostics)
    inGroup.push(
      new Diagnostics("diagnostics", {
        ...common(config, context, group!),
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
      groups: [group!.groupName, names.managedResourceGroup],
      ...config.budget,
    });
  return {
    outputs: {
      resourceGroupName: group?.groupName ?? placeOf(openaiAccountId!).resourceGroup,
      location: service.location ?? config.location,
      openaiEndpoint: service.endpoint,
      openaiAccountName: service.accountName,
      openaiApiVersion: openai.apiVersion,
      openaiAuth: openai.auth,
      ...(service.key && { openaiKey: service.key }),
      model: { name: model.name, version: model.version, sku: model.sku, capacity: model.capacity },
      databricksHost: workspace.host,
      databricksWorkspaceId: workspace.workspaceId,
      databricksWorkspaceResourceId: workspace.resourceId,
      managedResourceGroupName: workspace.managedResourceGroupName ?? names.managedResourceGroup,
      ...(existing && { existing }),
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

/** The stack's own group; none where account and workspace both existed: nothing would be in it. */
function ownGroup(config: LabConfig, { names }: StackContext): Group | undefined {
  const { existing, location } = config;
  if (existing?.openaiAccountId && existing.workspaceId) return undefined;
  return new Group("lab", {
    resourceGroupName: names.resourceGroup,
    location,
    tags: tagsOf(config),
  });
}

/** What all new resources in the group have in common. */
const common = (config: LabConfig, { subscriptionId }: StackContext, { groupName }: Group) => ({
  subscriptionId,
  resourceGroupName: groupName,
  location: config.location,
  tags: tagsOf(config),
});

/** The deployments: one for all, or one for each seat. */
const deploymentsOf = ({ deploymentName, model, seats = [] }: LabConfig) => ({
  model,
  deployments:
    seats.length === 0
      ? { [DEPLOYMENT]: deploymentName }
      : Object.fromEntries(
          seats.map((seat) => [`${DEPLOYMENT}-${seat}`, deploymentOf(deploymentName, seat)]),
        ),
});

const newAccount = (config: LabConfig, context: StackContext, group: Group): OpenAiHandle =>
  new OpenAi("openai", {
    ...common(config, context, group),
    ...deploymentsOf(config),
    accountName: context.names.openaiAccount,
    restore: config.openai.restore,
    auth: config.openai.auth,
  });

const existingAccount = (id: string, config: LabConfig, context: StackContext): ExistingOpenAi =>
  new ExistingOpenAi("openai", {
    ...deploymentsOf(config),
    accountId: id,
    signedIn: context.subscriptionId,
    auth: config.openai.auth,
    deploymentTags: identityTagsOf(config),
  });

const newWorkspace = (config: LabConfig, context: StackContext, group: Group): Workspace =>
  new Workspace("databricks", {
    ...common(config, context, group),
    tenantId: context.tenantId,
    workspaceName: context.names.databricksWorkspace,
    managedResourceGroupName: context.names.managedResourceGroup,
    computeMode: config.databricks.computeMode,
    noPublicIp: config.databricks.noPublicIp,
    authType: config.databricks.authType,
  });

const existingWorkspace = (id: string, config: LabConfig, context: StackContext): ClassWorkspace =>
  new ClassWorkspace("databricks", {
    resourceId: id,
    signedIn: context.subscriptionId,
    tenantId: context.tenantId,
    authType: config.databricks.authType,
    clusterName: context.names.cluster,
    scopeName: context.names.secretScope,
    folder: folderOf(config),
    policyName: context.names.clusterPolicy,
    mark: markOf(config),
  });
