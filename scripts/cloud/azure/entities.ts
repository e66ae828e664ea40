/**
 * What Azure Resource Manager and Entra remember. Types only: plain JSON, replaced whole and never changed in place.
 * Every ARM entity is stored under its lower-case id; `id` itself keeps the canonical spelling that answers show.
 * Times are ISO texts of the world's clock.
 */

/** Part of every tracked ARM resource. */
export interface TrackedResource {
  id: string;
  name: string;
  subscriptionId: string;
  /** Name of the group it lies in, spelled as the group was created. */
  resourceGroup: string;
  /** As the caller wrote it; compare with `regionOf`. */
  location: string;
  tags: Record<string, string>;
  createdAt: string;
  createdBy: Author;
}

/** Who made a resource, as `systemData` and Databricks' `createdBy` show it. */
export interface Author {
  oid: string;
  /** Application id of a service principal, or the user name of a person. */
  name: string;
  type: "User" | "Application";
}

/** Collection `resources/groups`, key `/subscriptions/…/resourcegroups/…` in lower case. */
export interface ResourceGroup {
  id: string;
  name: string;
  subscriptionId: string;
  location: string;
  tags: Record<string, string>;
  state: "Succeeded" | "Deleting";
  /** The Databricks workspace that owns a managed group: a deny assignment keeps everybody else out. */
  managedBy?: string;
}

/** What a caller may set under `properties` of an account. Unknown settings are kept and shown, without effect. */
export interface AccountSettings {
  customSubDomainName?: string;
  /** True: keys are refused (403 on the data plane), only Entra tokens work. */
  disableLocalAuth?: boolean;
  publicNetworkAccess?: "Enabled" | "Disabled";
  [setting: string]: unknown;
}

/** A Cognitive Services account. Collection `cognitiveservices/accounts`. Its data plane is host `openai`, key = lower-case id. */
export interface Account extends TrackedResource {
  kind: string;
  sku: { name: string };
  identity?: unknown;
  properties: AccountSettings;
  state: "Creating" | "Succeeded" | "Deleting" | "Failed";
  keys: { key1: string; key2: string };
  /** Base URL with a trailing slash. */
  endpoint: string;
  /** 32 hex digits. */
  internalId: string;
  etag: string;
}

/** A soft-deleted account. Collection `cognitiveservices/deletedAccounts`, key = the lower-case id the account had. */
export interface DeletedAccount {
  account: Account;
  deletedAt: string;
  /** Deletion + 48 h: gone for good from then on. */
  scheduledPurgeAt: string;
  /** Capacity its deployments had, by usage name: held until it is purged or expires. */
  heldQuota: Record<string, number>;
}

/** A deployed model. Collection `cognitiveservices/deployments`, key = `${lower-case account id}/deployments/${lower-case name}`. */
export interface Deployment {
  id: string;
  name: string;
  /** Lower-case id of its account. */
  accountId: string;
  /** `capacity` in thousands of tokens per minute. */
  sku: { name: string; capacity: number };
  model: { format: string; name: string; version: string };
  versionUpgradeOption: string;
  raiPolicyName?: string;
  state: "Creating" | "Succeeded" | "Deleting" | "Failed";
  /** Requests and tokens allowed per `renewalPeriod` seconds, capacity already multiplied in. */
  rateLimits: RateLimit[];
  capabilities: Record<string, string>;
  /** The row of the quota table that it draws from, e.g. `OpenAI.Standard.gpt-4o`. */
  usageName: string;
  tags: Record<string, string>;
  etag: string;
  createdAt: string;
  createdBy: Author;
}

export interface RateLimit {
  key: "request" | "token";
  /** Seconds. */
  renewalPeriod: number;
  count: number;
}

/** The ARM side of a Databricks workspace. Collection `databricks/workspaces`. What is inside it belongs to the databricks service. */
export interface DatabricksWorkspace extends TrackedResource {
  sku: { name: string };
  state: "Accepted" | "Updating" | "Succeeded" | "Deleting" | "Failed";
  computeMode: "Hybrid" | "Serverless";
  /** Undefined only for a serverless workspace. */
  managedResourceGroupId?: string;
  parameters: Record<string, { type: string; value: unknown }>;
  publicNetworkAccess: string;
  requiredNsgRules?: string;
  /** Numeric, as `o=` in its URLs and as `X-Databricks-Org-Id`. Shown only once it is provisioned. */
  workspaceId: string;
  /** `127.0.0.1:PORT`, no scheme; present once it is provisioned. */
  workspaceUrl?: string;
  /** False unless seeded: without Unity Catalog data the managed group always goes with the workspace. */
  isUcEnabled: boolean;
  /** Set when its deletion was asked for with `forceDeletion=true`. */
  forceDeletion?: boolean;
  updatedBy: Author;
}

/** An Entra identity. Collection `entra/principals`, key = objectId. */
export type Principal =
  | { kind: "app"; objectId: string; displayName: string; appId: string; secret: string }
  | { kind: "user"; objectId: string; displayName: string; userName: string };

/** Collection `authorization/roleAssignments`. */
export interface RoleAssignment {
  id: string;
  /** A guid. */
  name: string;
  /** Canonical, with its leading slash. */
  scope: string;
  roleDefinitionId: string;
  principalId: string;
  principalType: string;
  createdAt: string;
}

/** Collection `authorization/locks`. */
export interface Lock {
  id: string;
  name: string;
  scope: string;
  level: "CanNotDelete" | "ReadOnly";
  notes?: string;
}

/** Collection `consumption/budgets`, key = lower-case ARM id. `properties` as sent, with an end. */
export interface Budget {
  id: string;
  name: string;
  scope: string;
  properties: Record<string, unknown>;
}

/** Collection `insights/diagnosticSettings`, key = lower-case ARM id. `scope` is the resource that is watched. */
export interface DiagnosticSetting {
  id: string;
  name: string;
  scope: string;
  properties: { workspaceId?: string | undefined } & Record<string, unknown>;
}

/** Collection `operationalinsights/workspaces`, key = lower-case ARM id. */
export interface LogWorkspace {
  id: string;
  name: string;
  subscriptionId: string;
  resourceGroup: string;
  location: string;
  tags: Record<string, string>;
  /** The workspace's own guid. */
  customerId: string;
  sku: { name: string };
  retentionInDays: number;
  createdAt: string;
}

/** Collection `resources/subscriptions`, key = subscription id. */
export interface Subscription {
  subscriptionId: string;
  tenantId: string;
  displayName: string;
  state: "Enabled" | "Warned" | "PastDue" | "Disabled";
  /** Offer, e.g. `PayAsYouGo_2014-09-01`; some offers cannot have Azure OpenAI. */
  quotaId: string;
}

/** Collection `resources/providers`, key = `${subscription}/${namespace in lower case}`. Absent = registered. */
export interface ProviderState {
  namespace: string;
  registrationState: "NotRegistered" | "Registering" | "Registered" | "Unregistering";
  /** While registering: when it will be done (ms since the epoch). */
  readyAt?: number;
}
