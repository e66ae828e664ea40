import { COGNITIVE_ACCOUNT, RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import type { ArmType, Shape } from "./arm-type";

/**
 * The resource types of @pulumi/azure-native 3.28.0 that the stand-in manages: names, api-versions and shapes from the
 * package's own declarations, replacement lists from the specifications. A further type is one more row.
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

const names = <F extends "in" | "out">(kind: F, list: string): Record<string, F> =>
  Object.fromEntries(list.split(" ").map((name) => [name, kind]));

const LOCK: ArmType = {
  ...RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"],
  nameInput: "lockName",
  top: META,
  lifted: names("in", "level notes owners"),
  forceNew: [],
  longRunning: SYNC,
};

const BUDGET: ArmType = {
  ...RESOURCE_TYPES["azure-native:consumption:Budget"],
  nameInput: "budgetName",
  top: { eTag: "in", name: "out", type: "out" },
  lifted: {
    ...names("in", "amount category filter notifications timeGrain timePeriod"),
    ...names("out", "currentSpend forecastSpend"),
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
      ...names("in", "kind location tags"),
      etag: "out",
      identity: IDENTITY,
      sku: SKU,
      properties: {
        ...names(
          "in",
          "allowProjectManagement allowedFqdnList amlWorkspace apiProperties associatedProjects",
        ),
        ...names(
          "in",
          "customSubDomainName defaultProject disableLocalAuth dynamicThrottlingEnabled encryption",
        ),
        ...names(
          "in",
          "locations migrationToken networkAcls networkInjections publicNetworkAccess raiMonitorConfig",
        ),
        ...names("in", "restrictOutboundNetworkAccess userOwnedStorage"),
        ...names(
          "out",
          "abusePenalty callRateLimit capabilities commitmentPlanAssociations dateCreated deletionDate",
        ),
        ...names(
          "out",
          "endpoint endpoints internalId isMigrated privateEndpointConnections provisioningState",
        ),
        ...names("out", "quotaLimit scheduledPurgeDate skuChangeInfo"),
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
        ...names(
          "in",
          "capacitySettings currentCapacity parentDeploymentName raiPolicyName scaleSettings",
        ),
        ...names("in", "spilloverDeploymentName versionUpgradeOption"),
        ...names(
          "out",
          "callRateLimit capabilities dynamicThrottlingEnabled provisioningState rateLimits",
        ),
        model: {
          ...names("in", "format name publisher source sourceAccount version"),
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
        ...names("in", "basePolicyName contentFilters customBlocklists mode"),
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
      ...names(
        "in",
        "accessConnector authorizations computeMode defaultCatalog defaultStorageFirewall encryption",
      ),
      ...names(
        "in",
        "enhancedSecurityCompliance managedResourceGroupId parameters publicNetworkAccess",
      ),
      ...names("in", "requiredNsgRules uiDefinitionUri"),
      ...names(
        "out",
        "createdBy createdDateTime diskEncryptionSetId isUcEnabled managedDiskIdentity",
      ),
      ...names(
        "out",
        "privateEndpointConnections provisioningState storageAccountIdentity updatedBy",
      ),
      ...names("out", "workspaceId workspaceUrl"),
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
      ...names(
        "in",
        "condition conditionVersion delegatedManagedIdentityResourceId description principalId",
      ),
      ...names("in", "principalType roleDefinitionId"),
      // Answered under `properties` too, but sent as part of the path alone.
      scope: "out",
      ...names("out", "createdBy createdOn updatedBy updatedOn"),
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
      ...names(
        "in",
        "eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs marketplacePartnerId",
      ),
      ...names("in", "metrics serviceBusRuleId storageAccountId workspaceId"),
    },
    forceNew: [],
    longRunning: SYNC,
  },
  "azure-native:operationalinsights:Workspace": {
    ...RESOURCE_TYPES["azure-native:operationalinsights:Workspace"],
    nameInput: "workspaceName",
    top: { ...META, ...names("in", "location tags"), etag: "out", identity: IDENTITY },
    lifted: {
      ...names(
        "in",
        "defaultDataCollectionRuleResourceId features forceCmkForQuery publicNetworkAccessForIngestion",
      ),
      ...names("in", "publicNetworkAccessForQuery retentionInDays workspaceCapping"),
      sku: { name: "in", capacityReservationLevel: "in", lastSkuUpdate: "out" },
      ...names(
        "out",
        "createdDate customerId modifiedDate privateLinkScopedResources provisioningState",
      ),
    },
    forceNew: ["location"],
    longRunning: { put: true, delete: true },
  },
};

/** @throws LabError `unsupported`, naming the type, for every other one. */
export function armType(token: string): ArmType {
  const type = TYPES[token];
  if (type) return type;
  throw new LabError("unsupported", `the local cloud does not manage resources of type ${token}`, {
    where: token,
    cure: "deploy this program with the real Pulumi CLI to Azure, or leave the resource out of a rehearsal",
  });
}

/** All tokens, for tests and documents. */
export const armTokens = (): string[] => Object.keys(TYPES);
