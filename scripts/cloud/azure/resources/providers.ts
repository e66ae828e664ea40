import { own } from "../../../../infra/json-object";
import { ApiError } from "../../core/errors";
import { keyOf } from "../arm/ids";
import { PUBLISHED } from "./namespaces";

/*
 * @parity
 * - A resource provider lists the types that are simulated, each with one to three API versions that
 *   known clients use; Azure lists more of both — spec; the spelling of the types documented
 */

interface ResourceType {
  resourceType: string;
  /** Newest first, as the service lists them: `az resource` takes the first. */
  apiVersions: string[];
}

const of = (resourceType: string, ...apiVersions: string[]): ResourceType => ({
  resourceType,
  apiVersions,
});

/** All published versions of Cognitive Services, as Azure/bicep-types-az lists them. */
const COGNITIVE_SERVICES = [
  ...["2026-09-01", "2026-07-15-preview", "2026-07-01", "2026-05-15-preview", "2026-05-01"],
  ...["2026-03-15-preview", "2026-03-01", "2026-01-15-preview", "2025-12-01"],
  ...["2025-10-01-preview", "2025-09-01", "2025-07-01-preview", "2025-06-01"],
  ...["2025-04-01-preview", "2024-10-01", "2024-06-01-preview", "2024-04-01-preview"],
  ...["2023-10-01-preview", "2023-05-01", "2022-12-01", "2022-10-01", "2022-03-01", "2021-10-01"],
  ...["2021-04-30", "2017-04-18", "2016-02-01-preview"],
];

/** Versions of Resource Manager's own types. */
const RESOURCES = ["2025-04-01", "2024-11-01", "2024-03-01", "2022-09-01", "2021-04-01"];

/**
 * The resource types that this cloud serves, by their provider; but for Cognitive Services the
 * versions are a choice of Azure's.
 */
const SERVED: Record<string, ResourceType[]> = {
  "Microsoft.Authorization": [
    of("roleAssignments", "2022-04-01"),
    of("roleDefinitions", "2022-04-01"),
    of("locks", "2020-05-01"),
    of("policyAssignments", "2023-04-01"),
    of("permissions", "2022-04-01"),
  ],
  "Microsoft.CognitiveServices": [
    of("accounts", ...COGNITIVE_SERVICES),
    of("accounts/deployments", ...COGNITIVE_SERVICES),
    of("deletedAccounts", ...COGNITIVE_SERVICES),
    of("locations/models", ...COGNITIVE_SERVICES),
    of("locations/usages", ...COGNITIVE_SERVICES),
  ],
  "Microsoft.Compute": [
    of("skus", "2021-07-01"),
    of("locations/usages", "2024-07-01"),
    of("locations/vmSizes", "2024-07-01"),
  ],
  "Microsoft.Consumption": [of("budgets", "2024-08-01")],
  "Microsoft.CostManagement": [of("query", "2025-03-01")],
  "Microsoft.Databricks": [of("workspaces", "2026-01-01", "2024-05-01", "2023-02-01")],
  "Microsoft.Insights": [of("diagnosticSettings", "2021-05-01-preview")],
  "Microsoft.OperationalInsights": [
    of("workspaces", "2023-09-01"),
    of("deletedWorkspaces", "2023-09-01"),
  ],
  "Microsoft.Resources": [
    of("resourceGroups", ...RESOURCES),
    of("subscriptions", "2022-12-01"),
    of("tags", ...RESOURCES),
    of("deployments", ...RESOURCES),
  ],
};

/**
 * Types that clients list in a subscription or a group, and that cannot be made here: of these,
 * every list is empty and every name unknown.
 */
const UNMADE: Record<string, readonly string[]> = {
  "Microsoft.App": ["containerApps", "managedEnvironments"],
  "Microsoft.Cache": ["redis"],
  "Microsoft.Compute": [
    "virtualMachines",
    "virtualMachineScaleSets",
    "disks",
    "images",
    "snapshots",
    "availabilitySets",
  ],
  "Microsoft.ContainerInstance": ["containerGroups"],
  "Microsoft.ContainerRegistry": ["registries"],
  "Microsoft.ContainerService": ["managedClusters"],
  "Microsoft.Databricks": ["accessConnectors"],
  "Microsoft.DataFactory": ["factories"],
  "Microsoft.DocumentDB": ["databaseAccounts"],
  "Microsoft.EventHub": ["namespaces"],
  "Microsoft.Insights": [
    "actionGroups",
    "activityLogAlerts",
    "components",
    "metricAlerts",
    "scheduledQueryRules",
  ],
  "Microsoft.KeyVault": ["vaults"],
  "Microsoft.MachineLearningServices": ["workspaces"],
  "Microsoft.ManagedIdentity": ["userAssignedIdentities"],
  "Microsoft.Network": [
    "loadBalancers",
    "natGateways",
    "networkInterfaces",
    "networkSecurityGroups",
    "privateDnsZones",
    "privateEndpoints",
    "publicIPAddresses",
    "routeTables",
    "virtualNetworks",
  ],
  "Microsoft.Search": ["searchServices"],
  "Microsoft.Sql": ["servers"],
  "Microsoft.Storage": ["storageAccounts"],
  "Microsoft.Synapse": ["workspaces"],
  "Microsoft.Web": ["serverfarms", "sites"],
};

/** `NAMESPACE/TYPE` of a type that cannot be made here, in Azure's spelling; undefined for any other. */
export function unmadeType(namespace: string, type: string): string | undefined {
  const provider = Object.keys(UNMADE).find((one) => keyOf(one) === keyOf(namespace));
  const found = own(UNMADE, provider ?? "")?.find((one) => keyOf(one) === keyOf(type));
  return found && `${provider}/${found}`;
}

/** Every known namespace, in Azure's spelling. */
export const NAMESPACES: readonly string[] = [
  ...new Set([...Object.keys(SERVED), ...PUBLISHED]),
].sort();

/** A namespace in Azure's spelling. @throws ApiError 404 for one that Azure has not */
export function requireNamespace(namespace: string): string {
  const known = NAMESPACES.find((one) => one.toLowerCase() === namespace.toLowerCase());
  if (known !== undefined) return known;
  throw new ApiError(
    404,
    "InvalidResourceNamespace",
    `The resource namespace '${namespace}' is invalid.`,
  );
}

/** The resource types of a provider, each in the given regions. */
export const resourceTypesOf = (namespace: string, locations: readonly string[]) =>
  (own(SERVED, namespace) ?? []).map((type) => ({ ...type, locations, capabilities: "None" }));

/** Versions by provider and type, and of all its types by provider, in lower case: every request asks. */
const VERSIONS = new Map(
  Object.entries(SERVED).flatMap(([namespace, types]): [string, readonly string[]][] => [
    [keyOf(namespace), [...new Set(types.flatMap(({ apiVersions }) => apiVersions))]],
    ...types.map((one): [string, readonly string[]] => [
      keyOf(`${namespace}/${one.resourceType}`),
      one.apiVersions,
    ]),
  ]),
);

/** The versions of a type, newest first; of a type that is not listed, those of its provider. */
export const versionsOf = (namespace: string, type: string): readonly string[] =>
  VERSIONS.get(keyOf(`${namespace}/${type}`)) ?? VERSIONS.get(keyOf(namespace)) ?? [];
