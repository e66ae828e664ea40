/** One resource type, as a resource provider describes itself. */
export interface ProviderType {
  resourceType: string;
  apiVersions: string[];
}

/**
 * The types of a lab with the API versions that azure-native 3.28.0 uses. Azure lists more of both.
 */
const TYPES = new Map<string, Readonly<Record<string, string>>>([
  ["microsoft.resources", { resourceGroups: "2024-03-01" }],
  ["microsoft.cognitiveservices", { accounts: "2025-06-01", "accounts/deployments": "2025-06-01" }],
  ["microsoft.databricks", { workspaces: "2026-01-01" }],
  ["microsoft.authorization", { roleAssignments: "2022-04-01", locks: "2020-05-01" }],
  ["microsoft.consumption", { budgets: "2024-08-01" }],
  ["microsoft.insights", { diagnosticSettings: "2021-05-01-preview" }],
  ["microsoft.operationalinsights", { workspaces: "2023-09-01" }],
]);

/** The types of a resource provider; none of one that no lab uses. */
export const typesOf = (namespace: string): ProviderType[] =>
  Object.entries(TYPES.get(namespace.toLowerCase()) ?? {}).map(([resourceType, version]) => ({
    resourceType,
    apiVersions: [version],
  }));
