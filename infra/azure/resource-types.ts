import { own } from "../json-object";

/**
 * Facts about Azure that several parts must agree on. Source: the declarations of azure-native 3.
 */

/**
 * Application id of Azure Databricks in Entra ID, the same in every tenant: the audience of its
 * tokens.
 */
export const DATABRICKS_AUDIENCE = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/**
 * Where Resource Manager has the resources of one type, and the API version that azure-native uses
 * for them.
 */
export interface ResourceType {
  /**
   * Resource id, in which `{subscriptionId}` and names of azure-native's inputs stand for their
   * values.
   */
  path: string;
  apiVersion: string;
}

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

export const COGNITIVE_ACCOUNT: ResourceType = {
  path: `${GROUP}/providers/Microsoft.CognitiveServices/accounts/{accountName}`,
  apiVersion: "2025-06-01",
};

export const DATABRICKS_WORKSPACE: ResourceType = {
  path: `${GROUP}/providers/Microsoft.Databricks/workspaces/{workspaceName}`,
  apiVersion: "2026-01-01",
};

export const LOG_WORKSPACE: ResourceType = {
  path: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
  apiVersion: "2023-09-01",
};

/** The Azure resource types that a lab consists of, by Pulumi's type token. */
export const RESOURCE_TYPES = {
  "azure-native:resources:ResourceGroup": {
    path: "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}",
    apiVersion: "2024-03-01",
  },
  "azure-native:cognitiveservices:Account": COGNITIVE_ACCOUNT,
  "azure-native:cognitiveservices:Deployment": {
    path: `${COGNITIVE_ACCOUNT.path}/deployments/{deploymentName}`,
    apiVersion: COGNITIVE_ACCOUNT.apiVersion,
  },
  "azure-native:databricks:Workspace": DATABRICKS_WORKSPACE,
  "azure-native:authorization:RoleAssignment": {
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    apiVersion: "2022-04-01",
  },
  "azure-native:authorization:ManagementLockAtResourceGroupLevel": {
    path: `${GROUP}/providers/Microsoft.Authorization/locks/{lockName}`,
    apiVersion: "2020-05-01",
  },
  "azure-native:consumption:Budget": {
    path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
    apiVersion: "2024-08-01",
  },
  "azure-native:monitor:DiagnosticSetting": {
    path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    apiVersion: "2021-05-01-preview",
  },
  "azure-native:operationalinsights:Workspace": LOG_WORKSPACE,
} as const satisfies Record<string, ResourceType>;

/** The row of a Pulumi type token; undefined for a type that no lab has. */
export const resourceTypeOf = (token: string): ResourceType | undefined =>
  own<ResourceType>(RESOURCE_TYPES, token);
