import type { Claim } from "./claim";

const GROUP = "/subscriptions/{}/resourcegroups/{}";
const COGNITIVE = "/providers/microsoft.cognitiveservices";
const ACCOUNT = `${GROUP}${COGNITIVE}/accounts/{}`;
const WORKSPACE = `${GROUP}/providers/microsoft.databricks/workspaces/{}`;
const WORKSPACE_OPERATION = `${GROUP}/providers/microsoft.databricks/locations/{}/operationstatuses/{}`;
const SUBSCRIPTION = "/subscriptions/{}";
const CHAT = "/openai/v1/chat/completions";

/** A row by which a GET answers 200 with certain keys. */
const read = (row: string, path: string, keys: readonly string[]): Claim => ({
  row,
  method: "GET",
  path,
  statuses: [200],
  keys,
});

/** Statuses, headers and keys alone: what a row says beyond them, a transcript does not show. */
export const CLAIMS: readonly Claim[] = [
  read("`/metadata/endpoints`: one object", "/metadata/endpoints", [
    "resourceManager",
    "authentication.loginEndpoint",
    "authentication.audiences",
  ]),
  {
    row: "`x-ms-request-id`",
    method: "GET",
    path: `${SUBSCRIPTION}${COGNITIVE}/locations/{}/models`,
    headers: ["x-ms-request-id"],
  },
  { row: "Groups: 201 then 200;", method: "PUT", path: GROUP, statuses: [200, 201] },
  {
    row: "Groups: 201 then 200;",
    method: "DELETE",
    path: GROUP,
    statuses: [202],
    headers: ["location"],
  },
  read("Resource providers are registered", `${SUBSCRIPTION}${COGNITIVE}`, ["registrationState"]),
  {
    row: "A resource provider lists the types that are simulated",
    method: "GET",
    path: `${SUBSCRIPTION}${COGNITIVE}`,
    keys: ["resourceTypes[].resourceType", "resourceTypes[].apiVersions"],
  },
  read(
    "Policies: *allowed locations*",
    `${SUBSCRIPTION}/providers/microsoft.authorization/policyassignments`,
    ["value"],
  ),
  read(
    "Compute usages, SKUs and sizes",
    `${SUBSCRIPTION}/providers/microsoft.compute/locations/{}/usages`,
    ["value[].name.value", "value[].currentValue", "value[].limit"],
  ),
  read(
    "Log workspaces are soft-deleted for 14 days",
    `${SUBSCRIPTION}/providers/microsoft.operationalinsights/deletedworkspaces`,
    ["value"],
  ),
  {
    row: "Account PUT 201 `Creating`",
    method: "PUT",
    path: ACCOUNT,
    statuses: [201],
    headers: ["azure-asyncoperation"],
    keys: ["properties.endpoint", "properties.provisioningState"],
  },
  {
    row: "Account body: keys",
    method: "GET",
    path: ACCOUNT,
    of: [200],
    keys: ["etag", "systemData.createdAt", "properties.capabilities", "properties.endpoints"],
  },
  {
    row: "DELETE 200, done at once",
    method: "DELETE",
    path: ACCOUNT,
    statuses: [200],
    withoutHeaders: ["azure-asyncoperation"],
  },
  {
    row: "Purge: DELETE 202",
    method: "DELETE",
    path: `${SUBSCRIPTION}${COGNITIVE}/locations/{}/resourcegroups/{}/deletedaccounts/{}`,
    statuses: [202],
    headers: ["azure-asyncoperation", "location"],
  },
  {
    row: "Deployment PUT 201",
    method: "PUT",
    path: `${ACCOUNT}/deployments/{}`,
    statuses: [201],
    withoutHeaders: ["azure-asyncoperation"],
  },
  {
    row: "Deployment PUT 201",
    method: "DELETE",
    path: `${ACCOUNT}/deployments/{}`,
    statuses: [200],
  },
  {
    row: "A deployment PUT without `raiPolicyName`",
    method: "PUT",
    path: `${ACCOUNT}/deployments/{}`,
    keys: ["properties.raiPolicyName"],
  },
  {
    row: "`rateLimits` = capacity",
    method: "GET",
    path: `${ACCOUNT}/deployments/{}`,
    of: [200],
    keys: ["properties.rateLimits[].key", "properties.rateLimits[].count"],
  },
  read("Models: life cycle and dates", `${SUBSCRIPTION}${COGNITIVE}/locations/{}/models`, [
    "value[].model.lifecycleStatus",
    "value[].model.deprecation.inference",
  ]),
  read("Usages: `usageName` rows", `${SUBSCRIPTION}${COGNITIVE}/locations/{}/usages`, [
    "value[].name.value",
    "value[].currentValue",
    "value[].limit",
  ]),
  {
    row: "`checkSkuAvailability`",
    method: "POST",
    path: `${SUBSCRIPTION}${COGNITIVE}/checkdomainavailability`,
    statuses: [200],
    keys: ["isSubdomainAvailable"],
  },
  {
    row: "PUT 201 `Accepted`;",
    method: "PUT",
    path: WORKSPACE,
    statuses: [201],
    headers: ["azure-asyncoperation"],
  },
  {
    row: "PUT 201 `Accepted`;",
    method: "GET",
    path: WORKSPACE_OPERATION,
    statuses: [200, 202],
  },
  {
    row: "`workspaceId`, `workspaceUrl`, `parameters`",
    method: "PUT",
    path: WORKSPACE,
    of: [201],
    without: ["properties.workspaceId", "properties.workspaceUrl", "properties.parameters"],
  },
  {
    row: "DELETE 202, polls 202 then 200;",
    method: "DELETE",
    path: WORKSPACE,
    statuses: [202, 204],
  },
  {
    row: "`X-Databricks-Org-Id` on every answer",
    method: "GET",
    path: "/.well-known/databricks-config",
    headers: ["x-databricks-org-id"],
  },
  {
    row: "fresh workspace: 400",
    method: "GET",
    path: "/api/2.1/clusters/list-node-types",
    statuses: [200, 400, 503],
  },
  {
    row: "clusters: states, legal moves",
    method: "GET",
    path: "/api/2.1/clusters/get",
    of: [200],
    keys: ["state", "state_message", "spark_conf", "spec.spark_version"],
  },
  read("libraries: states, PENDING", "/api/2.0/libraries/cluster-status", [
    "library_statuses[].status",
    "library_statuses[].library",
  ]),
  read("permissions: singular object types", "/api/2.0/permissions/clusters/{}", [
    "access_control_list[].all_permissions[].permission_level",
    "object_type",
  ]),
  read("secrets: names, limits", "/api/2.0/secrets/scopes/list", [
    "scopes[].name",
    "scopes[].backend_type",
  ]),
  read("SCIM: Me, Users", "/api/2.0/preview/scim/v2/me", ["id", "userName"]),
  {
    row: "Answer's body: filter results",
    method: "POST",
    path: CHAT,
    of: [200],
    keys: ["prompt_filter_results", "choices[].content_filter_results", "usage.total_tokens"],
  },
  {
    row: "`x-ratelimit-*` on each answer",
    method: "POST",
    path: CHAT,
    of: [200],
    headers: ["x-ratelimit-remaining-tokens"],
  },
  {
    row: "429 with `retry-after-ms`",
    method: "POST",
    path: CHAT,
    of: [429],
    headers: ["retry-after", "retry-after-ms", "policy-id"],
  },
  {
    row: "Parameter rules by family",
    method: "POST",
    path: CHAT,
    of: [400],
    keys: ["error.code", "error.param", "error.message"],
  },
];
