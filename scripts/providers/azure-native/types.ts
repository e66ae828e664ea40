import { own } from "../../../infra/json-object";
import { COGNITIVE_ACCOUNT, RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { LabError } from "../../../infra/errors";
import type { ArmType, Shape } from "./arm-type";

/**
 * The resource types of @pulumi/azure-native 3.28.0 that the stand-in manages: names, api-versions
 * and shapes from the package's own declarations, replacement lists from the specifications. A
 * further type is one more row.
 */

const ASYNC = { put: true, delete: true };

/** The fields with these names, parted by white space, each of one kind. */
const fields = <F extends "in" | "out">(kind: F, names: string): Record<string, F> =>
  Object.fromEntries([...names.matchAll(/\w+/g)].map(([name]) => [name, kind]));
const inputs = (names: string): Record<string, "in"> => fields("in", names);
const outputs = (names: string): Record<string, "out"> => fields("out", names);

const SKU: Shape = inputs("capacity family name size tier");
const IDENTITY: Shape = {
  ...inputs("type userAssignedIdentities"),
  ...outputs("principalId tenantId"),
};
const META: Shape = outputs("name type systemData");

const LOCK: ArmType = {
  ...RESOURCE_TYPES["azure-native:authorization:ManagementLockAtResourceGroupLevel"],
  nameInput: "lockName",
  top: META,
  lifted: inputs("level notes owners"),
};

const BUDGET: ArmType = {
  ...RESOURCE_TYPES["azure-native:consumption:Budget"],
  nameInput: "budgetName",
  top: { eTag: "in", ...outputs("name type") },
  lifted: {
    ...inputs("amount category filter notifications timeGrain timePeriod"),
    ...outputs("currentSpend forecastSpend"),
  },
};

const TYPES: Record<string, ArmType> = {
  "azure-native:resources:ResourceGroup": {
    ...RESOURCE_TYPES["azure-native:resources:ResourceGroup"],
    nameInput: "resourceGroupName",
    top: { ...inputs("location managedBy tags"), ...outputs("name type properties") },
    forceNew: ["location"],
    longRunning: { put: false, delete: true },
  },
  "azure-native:cognitiveservices:Account": {
    ...RESOURCE_TYPES["azure-native:cognitiveservices:Account"],
    nameInput: "accountName",
    top: {
      ...META,
      ...inputs("kind location tags"),
      etag: "out",
      identity: IDENTITY,
      sku: SKU,
      properties: {
        ...inputs(`
          allowProjectManagement allowedFqdnList amlWorkspace apiProperties associatedProjects
          customSubDomainName defaultProject disableLocalAuth dynamicThrottlingEnabled encryption
          locations migrationToken networkAcls networkInjections publicNetworkAccess
          raiMonitorConfig restrictOutboundNetworkAccess userOwnedStorage
        `),
        ...outputs(`
          abusePenalty callRateLimit capabilities commitmentPlanAssociations dateCreated
          deletionDate endpoint endpoints internalId isMigrated privateEndpointConnections
          provisioningState quotaLimit scheduledPurgeDate skuChangeInfo
        `),
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
        ...inputs(`
          capacitySettings currentCapacity parentDeploymentName raiPolicyName scaleSettings
          spilloverDeploymentName versionUpgradeOption
        `),
        ...outputs(`
          callRateLimit capabilities dynamicThrottlingEnabled provisioningState rateLimits
        `),
        model: {
          ...inputs("format name publisher source sourceAccount version"),
          callRateLimit: "out",
        },
      },
    },
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
        ...inputs("basePolicyName contentFilters customBlocklists mode"),
        type: "out",
      },
    },
    longRunning: { put: false, delete: true },
  },
  "azure-native:databricks:Workspace": {
    ...RESOURCE_TYPES["azure-native:databricks:Workspace"],
    nameInput: "workspaceName",
    top: { ...META, location: "in", tags: "in", sku: { name: "in", tier: "in" } },
    lifted: {
      ...inputs(`
        accessConnector authorizations computeMode defaultCatalog defaultStorageFirewall encryption
        enhancedSecurityCompliance managedResourceGroupId parameters publicNetworkAccess
        requiredNsgRules uiDefinitionUri
      `),
      ...outputs(`
        createdBy createdDateTime diskEncryptionSetId isUcEnabled managedDiskIdentity
        privateEndpointConnections provisioningState storageAccountIdentity updatedBy workspaceId
        workspaceUrl
      `),
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
      ...inputs(`
        condition conditionVersion delegatedManagedIdentityResourceId description principalId
        principalType roleDefinitionId
      `),
      // Answered under `properties` too, but sent as part of the path alone.
      scope: "out",
      ...outputs("createdBy createdOn updatedBy updatedOn"),
    },
    forceNew: ["principalId"],
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
      ...inputs(`
        eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs
        marketplacePartnerId metrics serviceBusRuleId storageAccountId workspaceId
      `),
    },
  },
  "azure-native:operationalinsights:Workspace": {
    ...RESOURCE_TYPES["azure-native:operationalinsights:Workspace"],
    nameInput: "workspaceName",
    top: { ...META, ...inputs("location tags"), etag: "out", identity: IDENTITY },
    lifted: {
      ...inputs(`
        defaultDataCollectionRuleResourceId features forceCmkForQuery
        publicNetworkAccessForIngestion publicNetworkAccessForQuery retentionInDays workspaceCapping
      `),
      sku: { name: "in", capacityReservationLevel: "in", lastSkuUpdate: "out" },
      ...outputs(`
        createdDate customerId modifiedDate privateLinkScopedResources provisioningState
      `),
    },
    forceNew: ["location"],
    longRunning: ASYNC,
  },
};

/** The row of a type. @throws LabError `unsupported` for a type without one */
export function armType(token: string): ArmType {
  const type = own(TYPES, token);
  if (type) return type;
  throw new LabError("unsupported", `the local cloud does not manage resources of type ${token}`, {
    where: token,
    cure: "deploy this program with the real Pulumi CLI to Azure, or leave the resource out of a rehearsal",
  });
}

/** Tokens of all types with a row. */
export const armTokens = (): string[] => Object.keys(TYPES);
