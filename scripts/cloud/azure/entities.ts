import type { RoleRow } from "./tables";

/*
 * The entities of Azure Resource Manager and Entra: plain JSON, replaced as a whole and never
 * mutated. An ARM entity is stored under its id in lower case, unless its type says otherwise; `id`
 * keeps the spelling of the answers. Times (`createdAt` and the like) are ISO texts of the world's
 * clock.
 */

/** Tags of a resource; undefined where its request had none, and then its answers have none. */
export type Tags = Record<string, string> | undefined;

/** Fields that every tracked ARM resource has. */
export interface TrackedResource {
  /** ARM id. */
  id: string;
  name: string;
  /** A GUID. */
  subscriptionId: string;
  /** Name of the resource group, in the spelling of its creation. */
  resourceGroup: string;
  /** Region in the caller's spelling; compare by `regionOf`. */
  location: string;
  tags: Tags;
  createdAt: string;
  createdBy: Author;
}

/** The principal that created a resource, as in `systemData` and in Databricks' `createdBy`. */
export interface Author {
  /** Object id. */
  oid: string;
  /** Application id of a service principal, or user name of a user. */
  name: string;
  type: "User" | "Application";
}

/** A resource group. Collection `resources/groups`. */
export interface ResourceGroup {
  /** ARM id. */
  id: string;
  name: string;
  /** A GUID. */
  subscriptionId: string;
  /** Region as `regionOf` returns it. */
  location: string;
  tags: Tags;
  state: "Succeeded" | "Deleting";
  /** ARM id of the Databricks workspace whose managed group it is, or what its request said. */
  managedBy?: string | undefined;
}

/** `properties` of an account request. Unknown settings are kept and shown, without effect. */
export interface AccountSettings {
  /** First label of the endpoint's host name in Azure; here it only has to be unique. */
  customSubDomainName?: string;
  /** True when the data plane refuses keys (403) and accepts only Entra tokens. */
  disableLocalAuth?: boolean;
  publicNetworkAccess?: "Enabled" | "Disabled";
  [setting: string]: unknown;
}

/** The managed identity of an account. */
export interface AccountIdentity {
  /** E.g. `SystemAssigned, UserAssigned` or `None`. */
  type?: string | undefined;
  principalId?: string;
  tenantId?: string;
  [setting: string]: unknown;
}

/**
 * A Cognitive Services account. Collection `cognitiveservices/accounts`. Its data plane is the host
 * of kind `openai` with the same key.
 */
export interface Account extends TrackedResource {
  /** E.g. `OpenAI` or `AIServices`. */
  kind: string;
  sku: { name: string };
  /** Kept and shown, without effect; a system-assigned one has ids. */
  identity?: AccountIdentity | undefined;
  properties: AccountSettings;
  state: "Creating" | "Succeeded" | "Deleting" | "Failed";
  /** Two API keys of 32 hex digits. */
  keys: { key1: string; key2: string };
  /** Base URL with a trailing slash. */
  endpoint: string;
  /** 32 hex digits. */
  internalId: string;
  etag: string;
}

/**
 * A soft-deleted account. Collection `cognitiveservices/deletedAccounts`, under the key that the
 * account had.
 */
export interface DeletedAccount {
  account: Account;
  deletedAt: string;
  /** 48 hours after the deletion: the account is purged then. */
  scheduledPurgeAt: string;
  /**
   * Quota that its deployments still hold, in thousands of tokens per minute by usage name.
   */
  heldQuota: Record<string, number>;
}

/** A deployed model. Collection `cognitiveservices/deployments`. */
export interface Deployment {
  /** ARM id: the account's, then `/deployments/NAME`. */
  id: string;
  name: string;
  /** Key of its account: the ARM id in lower case. */
  accountId: string;
  /** `capacity` is in thousands of tokens per minute. */
  sku: { name: string; capacity: number };
  /** Shown where the request had it in place of a SKU. */
  scaleSettings?: { scaleType: string } | undefined;
  model: { format: string; name: string; version: string };
  versionUpgradeOption: string;
  raiPolicyName: string;
  state: "Creating" | "Succeeded" | "Deleting" | "Failed";
  /** Limits of the whole deployment: those of a unit times its capacity. */
  rateLimits: RateLimit[];
  /** What the service has lowered it to for a while, in thousands of tokens per minute. */
  loweredTo?: number;
  capabilities: Partial<Record<string, string>>;
  /** The quota that it uses, e.g. `OpenAI.Standard.gpt-4o`. */
  usageName: string;
  tags: Tags;
  etag: string;
  createdAt: string;
  createdBy: Author;
}

/** A limit on the requests or tokens of a deployment. */
export interface RateLimit {
  key: "request" | "token";
  /** Length of a window in seconds. */
  renewalPeriod: number;
  /** Requests or tokens per window. */
  count: number;
}

/** Customer keys and the compliance profile of a workspace. */
export interface WorkspaceSecurity {
  encryption?: unknown;
  enhancedSecurityCompliance?: unknown;
}

/**
 * The ARM resource of a Databricks workspace. Collection `databricks/workspaces`. The workspace's
 * contents belong to the databricks service.
 */
export interface DatabricksWorkspace extends TrackedResource {
  sku: { name: string };
  state: "Accepted" | "Updating" | "Succeeded" | "Deleting" | "Failed";
  computeMode: "Hybrid" | "Serverless";
  /** ARM id of the managed group; undefined only for a serverless workspace. */
  managedResourceGroupId?: string;
  parameters: Record<string, { type: string; value: unknown }>;
  /** Shown where a request had it, as is the next one. */
  publicNetworkAccess?: string | undefined;
  requiredNsgRules?: string | undefined;
  /** Kept and shown, without effect. */
  security?: WorkspaceSecurity | undefined;
  /** 15 digits, as in `o=` of its URLs and in `X-Databricks-Org-Id`. */
  workspaceId: string;
  /** `127.0.0.1:PORT` without a scheme; undefined until the workspace is provisioned. */
  workspaceUrl?: string | undefined;
  /** True when it holds Unity Catalog data: an unforced deletion then keeps the managed group. */
  isUcEnabled: boolean;
  /** True when the deletion was requested with `forceDeletion=true`. */
  forceDeletion?: boolean;
  updatedBy: Author;
}

/** A service principal or user of Entra. Collection `entra/principals`, by object id. */
export type Principal =
  | { kind: "app"; objectId: string; displayName: string; appId: string; secret: string }
  | { kind: "user"; objectId: string; displayName: string; userName: string };

/** A role that the tenant made. Collection `authorization/roleDefinitions`, by its GUID in lower case. */
export interface CustomRole extends RoleRow {
  description: string;
  /** ARM ids of the subscriptions and groups at or under which it can be assigned. */
  assignableScopes: string[];
  /** Absent from worlds of earlier versions. */
  createdAt?: string;
  /** Object id. */
  createdBy?: string;
}

/** Collection `authorization/roleAssignments`. */
export interface RoleAssignment {
  /** ARM id. */
  id: string;
  /** A GUID. */
  name: string;
  /** ARM id of the subscription, group or resource that it applies to. */
  scope: string;
  /** ARM id of the role definition. */
  roleDefinitionId: string;
  /** Object id. */
  principalId: string;
  /** `ServicePrincipal` or `User`. */
  principalType: string;
  /** A condition of version 2.0 (conditions.ts). */
  condition?: string | undefined;
  description?: string | undefined;
  createdAt: string;
  /** Object id; absent from those of a new world. */
  createdBy?: string;
}

/** Collection `authorization/locks`. */
export interface Lock {
  /** ARM id. */
  id: string;
  name: string;
  /** ARM id of the subscription, group or resource that it locks. */
  scope: string;
  level: "CanNotDelete" | "ReadOnly";
  notes?: string;
}

/** What a deployment, or a resource of it, failed with. */
export interface DeploymentError {
  code: string;
  message: string;
  /** ARM id. */
  target?: string;
  details?: DeploymentError[];
}

/** A resource that a template deploys. */
export interface DeployedResource {
  /** ARM id. */
  id: string;
  /** As in the template, with the types of its parents. */
  type: string;
  /** With the names of its parents, `/` between them. */
  name: string;
  location: string | undefined;
  /** Which copy of a loop it is. */
  copy?: { name: string; index: number } | undefined;
  /** As the template declares it, its expressions not evaluated. */
  declared: Record<string, unknown>;
  /** ARM ids of resources of the same template. */
  dependsOn: string[];
  /** A GUID. */
  operationId: string;
  state: "Waiting" | "Running" | "Succeeded" | "Failed";
  startedAt?: string;
  endedAt?: string;
  /** HTTP status of its PUT. */
  status?: number;
  /** URL to poll while it is running. */
  poll?: string;
  error?: DeploymentError;
}

/**
 * A deployment of a template to a resource group or a subscription, not of a model. Collection
 * `resources/deployments`.
 */
export interface TemplateDeployment {
  /** ARM id. */
  id: string;
  name: string;
  /** ARM id of the group or the subscription. */
  scope: string;
  /** Region of a deployment to a subscription. */
  location?: string | undefined;
  template: Record<string, unknown>;
  /** Values by name, those of secret ones too. */
  parameters: Record<string, unknown>;
  resources: DeployedResource[];
  outputs: Record<string, { type: string; value?: unknown }>;
  state: "Accepted" | "Running" | "Succeeded" | "Failed" | "Canceled";
  error?: DeploymentError;
  createdAt: string;
  endedAt?: string;
  /** Object id of the principal that deploys. */
  createdBy: string;
  /** A GUID. */
  correlationId: string;
  /** The id in the URL that clients poll. */
  operationId: string;
}

/** Collection `consumption/budgets`. */
export interface Budget {
  /** ARM id. */
  id: string;
  name: string;
  /** ARM id of the subscription or group whose cost it limits. */
  scope: string;
  /** As in the request, with the end of the period filled in. */
  properties: Record<string, unknown>;
}

/** Collection `insights/diagnosticSettings`. */
export interface DiagnosticSetting {
  /** ARM id. */
  id: string;
  name: string;
  /** ARM id of the resource whose logs it sends. */
  scope: string;
  /** As in the request; `workspaceId` is the ARM id of the Log Analytics workspace. */
  properties: { workspaceId?: string | undefined } & Record<string, unknown>;
}

/** A request that changed something, or was refused. Collection `insights/activities`. */
export interface Activity {
  /** From 1, in the order of the answers. */
  number: number;
  at: string;
  /** Object id and name of who asked. */
  oid: string;
  caller: string;
  /** E.g. `Microsoft.CognitiveServices/accounts/write`. */
  action: string;
  method: string;
  /** ARM id. */
  id: string;
  /** HTTP status of the answer. */
  status: number;
  /** True when the answer began a long-running operation. */
  isGoingOn: boolean;
  correlationId: string;
  /** JSON of a role assignment. */
  body?: string;
}

/** A Log Analytics workspace. Collection `operationalinsights/workspaces`. */
export interface LogWorkspace extends Omit<TrackedResource, "createdBy"> {
  /** The GUID that Log Analytics gives it, its "workspace id" in the portal. */
  customerId: string;
  sku: { name: string };
  retentionInDays: number;
  /** Made when someone asks for them. */
  keys?: { primarySharedKey: string; secondarySharedKey: string };
}

/**
 * A soft-deleted Log Analytics workspace. Collection `operationalinsights/deletedWorkspaces`, under
 * the key that the workspace had.
 */
export interface DeletedLogWorkspace {
  workspace: LogWorkspace;
  deletedAt: string;
  /** Milliseconds since the epoch: 14 days after the deletion. */
  keptUntil: number;
}

/** Collection `resources/subscriptions`, by subscription id. */
export interface Subscription {
  /** A GUID. */
  subscriptionId: string;
  tenantId: string;
  displayName: string;
  state: "Enabled" | "Warned" | "PastDue" | "Disabled";
  /** The offer, e.g. `PayAsYouGo_2014-09-01`; some offers cannot have Azure OpenAI. */
  quotaId: string;
  tags?: Record<string, string>;
}

/**
 * Registration of a resource provider. Collection `resources/providers`, key
 * `SUBSCRIPTION/NAMESPACE` in lower case. A provider without an entity is registered.
 */
export interface ProviderState {
  /** E.g. `Microsoft.Databricks`. */
  namespace: string;
  registrationState:
    "NotRegistered" | "Registering" | "Registered" | "Unregistering" | "Unregistered";
  /** Time at which a running registration ends, in ms since the epoch. */
  readyAt?: number;
}
