/*
 * @parity
 * - The action of a call is that of its type and method (`azure/arm/actions.ts`); a test holds every
 *   route to it, and a few that Azure's list of provider operations names otherwise — documented
 */

/**
 * The operations of the Azure side: the name that fault plans use, and the ARM action that the
 * caller needs. A route declares its operation with `routeOptions`. `:namespace` and `:type`
 * stand for the path parameters of these names. Names are those of Azure's list of provider operations
 * (https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations).
 */
export const ACTIONS = {
  "resources/subscriptions/read": "Microsoft.Resources/subscriptions/read",
  "resources/subscriptions/locations/read": "Microsoft.Resources/subscriptions/locations/read",
  "resources/providers/read": "Microsoft.Resources/subscriptions/providers/read",
  "resources/providers/register": ":namespace/register/action",
  "resources/providers/unregister": ":namespace/unregister/action",
  "resources/unmade/read": ":namespace/:type/read",
  "resources/tags/read": "Microsoft.Resources/tags/read",
  "resources/tags/write": "Microsoft.Resources/tags/write",
  "resources/tags/delete": "Microsoft.Resources/tags/delete",
  "resources/tagNames/read": "Microsoft.Resources/subscriptions/tagNames/read",
  "resources/tagNames/write": "Microsoft.Resources/subscriptions/tagNames/write",
  "resources/tagNames/delete": "Microsoft.Resources/subscriptions/tagNames/delete",
  "resources/tagNames/tagValues/write":
    "Microsoft.Resources/subscriptions/tagNames/tagValues/write",
  "resources/tagNames/tagValues/delete":
    "Microsoft.Resources/subscriptions/tagNames/tagValues/delete",
  "resources/operationresults/read": "Microsoft.Resources/subscriptions/operationresults/read",
  "resources/resources/read": "Microsoft.Resources/subscriptions/resources/read",
  "resources/groups/resources/read":
    "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
  "resources/groups/read": "Microsoft.Resources/subscriptions/resourceGroups/read",
  "resources/groups/write": "Microsoft.Resources/subscriptions/resourceGroups/write",
  "resources/groups/delete": "Microsoft.Resources/subscriptions/resourceGroups/delete",
  "resources/groups/exportTemplate":
    "Microsoft.Resources/subscriptions/resourceGroups/exportTemplate/action",
  "resources/deployments/read": "Microsoft.Resources/deployments/read",
  "resources/deployments/write": "Microsoft.Resources/deployments/write",
  "resources/deployments/delete": "Microsoft.Resources/deployments/delete",
  "resources/deployments/validate": "Microsoft.Resources/deployments/validate/action",
  "resources/deployments/whatIf": "Microsoft.Resources/deployments/whatIf/action",
  "resources/deployments/cancel": "Microsoft.Resources/deployments/cancel/action",
  "resources/deployments/exportTemplate": "Microsoft.Resources/deployments/exportTemplate/action",
  "resources/deployments/operations/read": "Microsoft.Resources/deployments/operations/read",
  "resources/deployments/operationstatuses/read":
    "Microsoft.Resources/deployments/operationstatuses/read",
  "cognitiveservices/accounts/read": "Microsoft.CognitiveServices/accounts/read",
  "cognitiveservices/accounts/write": "Microsoft.CognitiveServices/accounts/write",
  "cognitiveservices/accounts/delete": "Microsoft.CognitiveServices/accounts/delete",
  "cognitiveservices/accounts/listKeys": "Microsoft.CognitiveServices/accounts/listKeys/action",
  "cognitiveservices/accounts/regenerateKey":
    "Microsoft.CognitiveServices/accounts/regenerateKey/action",
  "cognitiveservices/accounts/deployments/read":
    "Microsoft.CognitiveServices/accounts/deployments/read",
  "cognitiveservices/accounts/deployments/write":
    "Microsoft.CognitiveServices/accounts/deployments/write",
  "cognitiveservices/accounts/deployments/delete":
    "Microsoft.CognitiveServices/accounts/deployments/delete",
  "cognitiveservices/accounts/deployments/skus/read":
    "Microsoft.CognitiveServices/accounts/deployments/skus/read",
  "cognitiveservices/accounts/skus/read": "Microsoft.CognitiveServices/accounts/skus/read",
  "cognitiveservices/accounts/commitmentplans/read":
    "Microsoft.CognitiveServices/accounts/commitmentplans/read",
  "cognitiveservices/accounts/privateEndpointConnections/read":
    "Microsoft.CognitiveServices/accounts/privateEndpointConnections/read",
  "cognitiveservices/accounts/connections/read":
    "Microsoft.CognitiveServices/accounts/connections/read",
  "cognitiveservices/accounts/encryptionScopes/read":
    "Microsoft.CognitiveServices/accounts/encryptionScopes/read",
  "cognitiveservices/accounts/projects/read": "Microsoft.CognitiveServices/accounts/projects/read",
  "cognitiveservices/accounts/raiBlocklists/read":
    "Microsoft.CognitiveServices/accounts/raiBlocklists/read",
  "cognitiveservices/accounts/raiPolicies/read":
    "Microsoft.CognitiveServices/accounts/raiPolicies/read",
  "cognitiveservices/accounts/usages/read": "Microsoft.CognitiveServices/accounts/usages/read",
  "cognitiveservices/accounts/privateLinkResources/read":
    "Microsoft.CognitiveServices/accounts/privateLinkResources/read",
  "cognitiveservices/accounts/models/read": "Microsoft.CognitiveServices/accounts/models/read",
  "cognitiveservices/models/read": "Microsoft.CognitiveServices/locations/models/read",
  "cognitiveservices/modelCapacities/list": "Microsoft.CognitiveServices/modelCapacities/read",
  "cognitiveservices/modelCapacities/read":
    "Microsoft.CognitiveServices/locations/modelCapacities/read",
  "cognitiveservices/usages/read": "Microsoft.CognitiveServices/locations/usages/read",
  "cognitiveservices/skus/read": "Microsoft.CognitiveServices/skus/read",
  "cognitiveservices/checkSkuAvailability":
    "Microsoft.CognitiveServices/locations/checkSkuAvailability/action",
  "cognitiveservices/checkDomainAvailability":
    "Microsoft.CognitiveServices/checkDomainAvailability/action",
  "cognitiveservices/operationResults/read":
    "Microsoft.CognitiveServices/locations/operationResults/read",
  "cognitiveservices/deletedAccounts/list": "Microsoft.CognitiveServices/deletedAccounts/read",
  "cognitiveservices/deletedAccounts/read":
    "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/read",
  "cognitiveservices/deletedAccounts/delete":
    "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete",
  "databricks/workspaces/read": "Microsoft.Databricks/workspaces/read",
  "databricks/workspaces/write": "Microsoft.Databricks/workspaces/write",
  "databricks/workspaces/delete": "Microsoft.Databricks/workspaces/delete",
  "databricks/workspaces/virtualNetworkPeerings/read":
    "Microsoft.Databricks/workspaces/virtualNetworkPeerings/read",
  "databricks/workspaces/privateEndpointConnections/read":
    "Microsoft.Databricks/workspaces/privateEndpointConnections/read",
  "databricks/operationstatuses/read": "Microsoft.Databricks/locations/operationstatuses/read",
  "compute/usages/read": "Microsoft.Compute/locations/usages/read",
  "compute/vmSizes/read": "Microsoft.Compute/locations/vmSizes/read",
  "compute/skus/read": "Microsoft.Compute/skus/read",
  "authorization/policyAssignments/read": "Microsoft.Authorization/policyAssignments/read",
  "authorization/policyAssignments/write": "Microsoft.Authorization/policyAssignments/write",
  "authorization/policyAssignments/delete": "Microsoft.Authorization/policyAssignments/delete",
  "authorization/policyDefinitions/read": "Microsoft.Authorization/policyDefinitions/read",
  "authorization/denyAssignments/read": "Microsoft.Authorization/denyAssignments/read",
  "authorization/permissions/read": "Microsoft.Authorization/permissions/read",
  "authorization/roleAssignments/read": "Microsoft.Authorization/roleAssignments/read",
  "authorization/roleAssignments/write": "Microsoft.Authorization/roleAssignments/write",
  "authorization/roleAssignments/delete": "Microsoft.Authorization/roleAssignments/delete",
  "authorization/roleDefinitions/read": "Microsoft.Authorization/roleDefinitions/read",
  "authorization/roleDefinitions/write": "Microsoft.Authorization/roleDefinitions/write",
  "authorization/roleDefinitions/delete": "Microsoft.Authorization/roleDefinitions/delete",
  "authorization/locks/read": "Microsoft.Authorization/locks/read",
  "authorization/locks/write": "Microsoft.Authorization/locks/write",
  "authorization/locks/delete": "Microsoft.Authorization/locks/delete",
  "consumption/budgets/read": "Microsoft.Consumption/budgets/read",
  "consumption/budgets/write": "Microsoft.Consumption/budgets/write",
  "consumption/budgets/delete": "Microsoft.Consumption/budgets/delete",
  "costmanagement/query": "Microsoft.CostManagement/query/read",
  "insights/eventtypes/values/read": "Microsoft.Insights/eventtypes/values/read",
  "insights/diagnosticSettingsCategories/read":
    "Microsoft.Insights/diagnosticSettingsCategories/read",
  "insights/diagnosticSettings/read": "Microsoft.Insights/diagnosticSettings/read",
  "insights/diagnosticSettings/write": "Microsoft.Insights/diagnosticSettings/write",
  "insights/diagnosticSettings/delete": "Microsoft.Insights/diagnosticSettings/delete",
  "operationalinsights/deletedWorkspaces/read":
    "Microsoft.OperationalInsights/deletedWorkspaces/read",
  "operationalinsights/workspaces/sharedKeys":
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
  "operationalinsights/workspaces/read": "Microsoft.OperationalInsights/workspaces/read",
  "operationalinsights/workspaces/write": "Microsoft.OperationalInsights/workspaces/write",
  "operationalinsights/workspaces/delete": "Microsoft.OperationalInsights/workspaces/delete",
} as const;

/** Name of an operation, e.g. `resources/groups/write`. */
export type OperationName = keyof typeof ACTIONS;

/** True for a name in `ACTIONS`. */
export const isOperation = (name: string): name is OperationName => Object.hasOwn(ACTIONS, name);

/** The ARM action of an operation, for the path parameters of a request. */
export const actionOf = (operation: OperationName, params: unknown): string =>
  ACTIONS[operation].replace(/:(\w+)/g, (_, name: string) =>
    String((params as Record<string, unknown>)[name]),
  );

/** Route options that declare a route's operation, and the OData options that it obeys. */
export const routeOptions = (
  operation: OperationName,
  ...queryOptions: string[]
): { config: { operation: string; queryOptions: string[] } } => ({
  config: { operation, queryOptions },
});
