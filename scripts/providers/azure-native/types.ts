import { COGNITIVE_ACCOUNT, RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import type { ArmType, Shape } from "./arm-type";

/**
 * The resource types of @pulumi/azure-native 3.28.0 that the stand-in manages: names, api-versions
 * and shapes from the package's own declarations, replacement lists from the specifications. A
 * further type is one more row.
 */

const SYNC = { put: false, delete: false };
const ASYNC = { put: true, delete: true };
const SKU: Shape = { capacity: "in", family: "in", name: "in", size: "in", tier: "in" };
const IDENTITY: Shape = {
  type: "in",
  userAssignedIdentities: "in",
  principalId: "out",
  tenantId: "out",
};
const META: Shape = { name: "out", type: "out", systemData: "out" };

const fields = <F extends "in" | "out">(kind: F, list: string): Record<string, F> =>
  Object.fromEntries(list.split(" ").map((name) => [name, kind]));

const LOCK: ArmType = {
  ...RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"],
  nameInput: "lockName",
  top: META,
  lifted: fields("in", "level notes owners"),
  forceNew: [],
  longRunning: SYNC,
};

const BUDGET: ArmType = {
  ...RESOURCE_TYPES["azure-native:consumption:Budget"],
  nameInput: "budgetName",
  top: { eTag: "in", name: "out", type: "out" },
  lifted: {
    ...fields("in", "amount category filter notifications timeGrain timePeriod"),
    ...fields("out", "currentSpend forecastSpend"),
  },
  forceNew: [],
  longRunning: SYNC,
};

const TYPES: Record<string, ArmType> = {
  "azure-native:resources:ResourceGroup": {
    ...RESOURCE_TYPES["azure-native:resources:ResourceGroup"],
    nameInput: "resourceGroupName",
    top: {
      location: "in",
      managedBy: "in",
      tags: "in",
      name: "out",
      type: "out",
      properties: "out",
    },
    forceNew: ["location"],
    longRunning: { put: false, delete: true },
  },
  "azure-native:cognitiveservices:Account": {
    ...RESOURCE_TYPES["azure-native:cognitiveservices:Account"],
    nameInput: "accountName",
    top: {
      ...META,
      ...fields("in", "kind location tags"),
      etag: "out",
      identity: IDENTITY,
      sku: SKU,
      properties: {
        ...fields(
          "in",
          "allowProjectManagement allowedFqdnList amlWorkspace apiProperties associatedProjects",
        ),
        ...fields(
          "in",
          "customSubDomainName defaultProject disableLocalAuth dynamicThrottlingEnabled encryption",
        ),
        ...fields(
          "in",
          "locations migrationToken networkAcls networkInjections publicNetworkAccess raiMonitorConfig",
        ),
        ...fields("in", "restrictOutboundNetworkAccess userOwnedStorage"),
        ...fields(
          "out",
          "abusePenalty callRateLimit capabilities commitmentPlanAssociations dateCreated deletionDate",
        ),
        ...fields(
          "out",
          "endpoint endpoints internalId isMigrated privateEndpointConnections provisioningState",
        ),
        ...fields("out", "quotaLimit scheduledPurgeDate skuChangeInfo"),
      },
    },
    forceNew: ["location"],
    longRunning: ASYNC,
  },
  "azure-native:cognitiveservices:Deployment": {
    ...RESOURCE_TYPES["azure-native:cognitiveservices:Deployment"],
    nameInput: "deploymentName",
    top: {
      ...META,
      tags: "in",
      etag: "out",
      sku: SKU,
      properties: {
        ...fields(
          "in",
          "capacitySettings currentCapacity parentDeploymentName raiPolicyName scaleSettings",
        ),
        ...fields("in", "spilloverDeploymentName versionUpgradeOption"),
        ...fields(
          "out",
          "callRateLimit capabilities dynamicThrottlingEnabled provisioningState rateLimits",
        ),
        model: {
          ...fields("in", "format name publisher source sourceAccount version"),
          callRateLimit: "out",
        },
      },
    },
    forceNew: [],
    longRunning: ASYNC,
  },
  "azure-native:cognitiveservices:RaiPolicy": {
    apiVersion: COGNITIVE_ACCOUNT.apiVersion,
    path: `${COGNITIVE_ACCOUNT.path}/raiPolicies/{raiPolicyName}`,
    nameInput: "raiPolicyName",
    top: {
      ...META,
      tags: "in",
      etag: "out",
      properties: {
        ...fields("in", "basePolicyName contentFilters customBlocklists mode"),
        type: "out",
      },
    },
    forceNew: [],
    longRunning: { put: false, delete: true },
  },
  "azure-native:databricks:Workspace": {
    ...RESOURCE_TYPES["azure-native:databricks:Workspace"],
    nameInput: "workspaceName",
    top: { ...META, location: "in", tags: "in", sku: { name: "in", tier: "in" } },
    lifted: {
      ...fields(
        "in",
        "accessConnector authorizations computeMode defaultCatalog defaultStorageFirewall encryption",
      ),
      ...fields(
        "in",
        "enhancedSecurityCompliance managedResourceGroupId parameters publicNetworkAccess",
      ),
      ...fields("in", "requiredNsgRules uiDefinitionUri"),
      ...fields(
        "out",
        "createdBy createdDateTime diskEncryptionSetId isUcEnabled managedDiskIdentity",
      ),
      ...fields(
        "out",
        "privateEndpointConnections provisioningState storageAccountIdentity updatedBy",
      ),
      ...fields("out", "workspaceId workspaceUrl"),
    },
    forceNew: ["location", "computeMode"],
    longRunning: ASYNC,
  },
  "azure-native:authorization:RoleAssignment": {
    ...RESOURCE_TYPES["azure-native:authorization:RoleAssignment"],
    nameInput: "roleAssignmentName",
    guidNames: true,
    top: META,
    lifted: {
      ...fields(
        "in",
        "condition conditionVersion delegatedManagedIdentityResourceId description principalId",
      ),
      ...fields("in", "principalType roleDefinitionId"),
      // Answered under `properties` too, but sent as part of the path alone.
      scope: "out",
      ...fields("out", "createdBy createdOn updatedBy updatedOn"),
    },
    forceNew: ["principalId"],
    longRunning: SYNC,
  },
  "azure-native:authorization:ManagementLockByScope": {
    ...LOCK,
    path: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
  },
  "azure-native:authorization:ManagementLockAtResourceGroupLevel": LOCK,
  "azure-native:consumption:Budget": {
    ...BUDGET,
    top: { ...BUDGET.top, systemData: "out" },
  },
  "azure-native:costmanagement:Budget": {
    ...BUDGET,
    path: "/{scope}/providers/Microsoft.CostManagement/budgets/{budgetName}",
  },
  "azure-native:monitor:DiagnosticSetting": {
    ...RESOURCE_TYPES["azure-native:monitor:DiagnosticSetting"],
    nameInput: "name",
    top: META,
    lifted: {
      ...fields(
        "in",
        "eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs marketplacePartnerId",
      ),
      ...fields("in", "metrics serviceBusRuleId storageAccountId workspaceId"),
    },
    forceNew: [],
    longRunning: SYNC,
  },
  "azure-native:operationalinsights:Workspace": {
    ...RESOURCE_TYPES["azure-native:operationalinsights:Workspace"],
    nameInput: "workspaceName",
    top: { ...META, ...fields("in", "location tags"), etag: "out", identity: IDENTITY },
    lifted: {
      ...fields(
        "in",
        "defaultDataCollectionRuleResourceId features forceCmkForQuery publicNetworkAccessForIngestion",
      ),
      ...fields("in", "publicNetworkAccessForQuery retentionInDays workspaceCapping"),
      sku: { name: "in", capacityReservationLevel: "in", lastSkuUpdate: "out" },
      ...fields(
        "out",
        "createdDate customerId modifiedDate privateLinkScopedResources provisioningState",
      ),
    },
    forceNew: ["location"],
    longRunning: { put: true, delete: true },
  },
};

/** The row of a type. @throws LabError `unsupported` for a type without one */
export function armType(token: string): ArmType {
  const type = TYPES[token];
  if (type) return type;
  throw new LabError("unsupported", `the local cloud does not manage resources of type ${token}`, {
    where: token,
    cure: "deploy this program with the real Pulumi CLI to Azure, or leave the resource out of a rehearsal",
  });
}

/** Tokens of all types with a row. */
export const armTokens = (): string[] => Object.keys(TYPES);
