import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { Access } from "./components/access";
import { Budget } from "./components/budget";
import { Caps } from "./components/caps";
import { Compute } from "./components/compute";
import { Diagnostics } from "./components/diagnostics";
import { Grants, type Principal, principalTypeOf } from "./components/grants";
import { Group } from "./components/group";
import { Lock } from "./components/lock";
import { Notebook } from "./components/notebook";
import { OpenAi } from "./components/openai";
import { Student } from "./components/student";
import { Workspace } from "./components/workspace";
import type { LabConfig } from "./config";
import { folderOf, namesOf, SECRET_KEY } from "./naming";
import type { LabOutputs } from "./outputs";
import { notebookUrlOf, readmeOf } from "./readme";
import { tagsOf } from "./tags";

/** The outputs as the program knows them: some only later. */
export type PendingOutputs = { [K in keyof LabOutputs]: pulumi.Input<LabOutputs[K]> };

/** Builds one whole lab for one student. Call it inside a Pulumi program. */
export function lab(config: LabConfig): PendingOutputs {
  const { project, stack, location, openai, model } = config;
  const tags = tagsOf(config);
  const { subscriptionId, tenantId, deployer } = identity();
  const names = subscriptionId.apply((id) => namesOf({ subscriptionId: id, project, stack }));

  const group = new Group("lab", { resourceGroupName: names.resourceGroup, location, tags });
  const place = { subscriptionId, resourceGroupName: group.groupName, location, tags };

  const service = new OpenAi("openai", {
    ...place,
    accountName: names.openaiAccount,
    restore: openai.restore,
    auth: openai.auth,
    deploymentName: config.deploymentName,
    model,
  });
  const workspace = new Workspace("databricks", {
    ...place,
    tenantId,
    workspaceName: names.databricksWorkspace,
    managedResourceGroupName: names.managedResourceGroup,
    computeMode: config.databricks.computeMode,
    noPublicIp: config.databricks.noPublicIp,
    authType: config.databricks.authType,
  });
  const student = new Student("student", { workspace, userName: config.student?.userName });
  const shared = { workspace, student };
  const access = new Access("access", { ...shared, scopeName: names.secretScope, openaiKey: service.key });
  const caps =
    config.policy &&
    new Caps("caps", {
      workspace,
      policyName: names.clusterPolicy,
      nodeType: config.databricks.nodeType,
      ...config.policy,
    });
  const compute = new Compute("compute", {
    ...shared,
    clusterName: names.cluster,
    ...config.databricks,
    ...(caps && { policyId: caps.policyId }),
  });
  const notebook = new Notebook("notebook", {
    ...shared,
    folder: folderOf({ project, stack }),
    settings: {
      endpoint: service.endpoint,
      deployment: service.deploymentName,
      api_version: openai.apiVersion,
      secret_scope: access.scopeName,
      secret_key: openai.auth === "key" ? SECRET_KEY : "",
    },
  });
  const principals = principalsOf(config.student, deployer);
  const grants =
    openai.auth === "entra"
      ? new Grants("grants", { subscriptionId, accountId: service.accountId, principals })
      : undefined;
  const diagnostics = config.diagnostics
    ? new Diagnostics("diagnostics", {
        ...place,
        logWorkspaceName: names.logWorkspace,
        accountId: service.accountId,
        databricksId: workspace.resourceId,
      })
    : undefined;
  if (config.budget)
    new Budget("budget", {
      subscriptionId,
      budgetName: names.budget,
      groups: [group.groupName, names.managedResourceGroup],
      ...config.budget,
    });
  if (config.lock) {
    const parts = [group, service, workspace, student, access, caps, compute, notebook, grants, diagnostics];
    const after = parts.filter((part) => part !== undefined);
    new Lock("lock", { resourceGroupName: group.groupName, after });
  }

  const shown = {
    resourceGroupName: group.groupName,
    location,
    ...(config.expires !== undefined && { expires: config.expires }),
    openaiDeployment: service.deploymentName,
    openaiAuth: openai.auth,
    model: { name: model.name, version: model.version, sku: model.sku, capacity: model.capacity },
    notebookUrl: pulumi
      .all([workspace.host, workspace.workspaceId, notebook.path])
      .apply(([host, id, path]) => notebookUrlOf(host, id, path)),
    secretScope: access.scopeName,
  };
  return {
    ...shown,
    tags,
    openaiEndpoint: service.endpoint,
    openaiAccountName: service.accountName,
    openaiApiVersion: openai.apiVersion,
    ...(service.key && { openaiKey: service.key }),
    databricksHost: workspace.host,
    databricksWorkspaceId: workspace.workspaceId,
    databricksWorkspaceResourceId: workspace.resourceId,
    managedResourceGroupName: names.managedResourceGroup,
    clusterId: compute.clusterId,
    notebookPath: notebook.path,
    readme: pulumi.output(shown).apply(readmeOf),
  };
}

/** Who deploys, and where to: what azure-native itself signed in with. */
function identity() {
  const { subscriptionId, tenantId, objectId, clientId } = getClientConfigOutput();
  return { subscriptionId, tenantId, deployer: { objectId, type: clientId.apply(principalTypeOf) } };
}

/** Those who may ask a model without keys: who deploys, to measure it, and the student, unless both are one person. */
function principalsOf(student: LabConfig["student"], deployer: Principal): Record<string, Principal> {
  if (student?.objectId === undefined) return { deployer: { ...deployer, type: "User" } };
  return { deployer, student: { objectId: student.objectId, type: student.principalType ?? "User" } };
}
