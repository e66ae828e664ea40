import type { Collection } from "../core/store";
import type { World } from "../core/world";
import type {
  Account,
  Activity,
  Budget,
  CustomRole,
  DatabricksWorkspace,
  DeletedAccount,
  DeletedLogWorkspace,
  Deployment,
  DiagnosticSetting,
  Lock,
  LogWorkspace,
  Principal,
  ProviderState,
  ResourceGroup,
  RoleAssignment,
  Subscription,
  TemplateDeployment,
} from "./entities";
import { groupId, keyOf, regionOf } from "./arm/ids";

/**
 * The Azure side's collections (described in entities.ts) and look-ups. Keys are in lower case:
 * `subscription` is a subscription id, `groupKey` and `accountKey` are ARM ids, `region` is a
 * `regionKey`.
 */
export interface AzureStore {
  subscriptions: Collection<Subscription>;
  providers: Collection<ProviderState>;
  groups: Collection<ResourceGroup>;
  groupsInSubscription(subscription: string): ResourceGroup[];
  accounts: Collection<Account>;
  accountsInSubscription(subscription: string): Account[];
  accountsInGroup(groupKey: string): Account[];
  accountsInRegion(region: string): Account[];
  accountsBySubdomain(subdomain: string): Account[];
  deletedAccounts: Collection<DeletedAccount>;
  deletedAccountsInSubscription(subscription: string): DeletedAccount[];
  deletedAccountsInRegion(region: string): DeletedAccount[];
  deletedAccountsBySubdomain(subdomain: string): DeletedAccount[];
  deployments: Collection<Deployment>;
  deploymentsOf(accountKey: string): Deployment[];
  workspaces: Collection<DatabricksWorkspace>;
  workspacesInSubscription(subscription: string): DatabricksWorkspace[];
  workspacesInGroup(groupKey: string): DatabricksWorkspace[];
  /** `workspaceId` is the number in `?o=…`. */
  workspacesById(workspaceId: string): DatabricksWorkspace[];
  principals: Collection<Principal>;
  principalsByAppId(appId: string): Principal[];
  /** `userName` in lower case. */
  principalsByUserName(userName: string): Principal[];
  roleDefinitions: Collection<CustomRole>;
  roleAssignments: Collection<RoleAssignment>;
  roleAssignmentsOf(principalId: string): RoleAssignment[];
  locks: Collection<Lock>;
  budgets: Collection<Budget>;
  diagnosticSettings: Collection<DiagnosticSetting>;
  /** The last changes, each in the place of an older one. */
  activities: Collection<Activity>;
  logWorkspaces: Collection<LogWorkspace>;
  logWorkspacesInSubscription(subscription: string): LogWorkspace[];
  logWorkspacesInGroup(groupKey: string): LogWorkspace[];
  deletedLogWorkspaces: Collection<DeletedLogWorkspace>;
  /** Names and values of tags that were made beforehand, by `SUBSCRIPTION/NAME` in lower case. */
  tagNames: Collection<{ name: string; values: string[] }>;
  /** Deployments of templates. */
  templateDeployments: Collection<TemplateDeployment>;
  /** Models that a subscription has ever deployed, by `everDeployedKey` (in models.ts). */
  everDeployed: Collection<true>;
}

/** Key of a region of a subscription. */
export const regionKey = (subscription: string, location: string): string =>
  `${keyOf(subscription)}/${regionOf(location)}`;

const stores = new WeakMap<object, AzureStore>();

/** The Azure store of a world, created once per world. */
export function azureStore(world: Pick<World, "store">): AzureStore {
  const known = stores.get(world.store);
  if (known) return known;
  const created = createAzureStore(world.store);
  stores.set(world.store, created);
  return created;
}

function createAzureStore(store: World["store"]): AzureStore {
  const groupKey = (r: { subscriptionId: string; resourceGroup: string }): string =>
    keyOf(groupId(r.subscriptionId, r.resourceGroup));
  const regionKeyOf = (a: Account): string => regionKey(a.subscriptionId, a.location);
  const subdomainOf = (a: Account): string | undefined =>
    a.properties.customSubDomainName?.toLowerCase();
  const accounts = "cognitiveservices/accounts";
  const deleted = "cognitiveservices/deletedAccounts";
  const workspaces = "databricks/workspaces";
  const principals = "entra/principals";
  const logWorkspaces = "operationalinsights/workspaces";
  return {
    subscriptions: store.collection("resources/subscriptions"),
    providers: store.collection("resources/providers"),
    groups: store.collection("resources/groups"),
    groupsInSubscription: store.index<ResourceGroup>("resources/groups", (g) =>
      keyOf(g.subscriptionId),
    ),
    accounts: store.collection(accounts),
    accountsInSubscription: store.index<Account>(accounts, (a) => keyOf(a.subscriptionId)),
    accountsInGroup: store.index<Account>(accounts, groupKey),
    accountsInRegion: store.index<Account>(accounts, regionKeyOf),
    accountsBySubdomain: store.index<Account>(accounts, subdomainOf),
    deletedAccounts: store.collection(deleted),
    deletedAccountsInSubscription: store.index<DeletedAccount>(deleted, (d) =>
      keyOf(d.account.subscriptionId),
    ),
    deletedAccountsInRegion: store.index<DeletedAccount>(deleted, (d) => regionKeyOf(d.account)),
    deletedAccountsBySubdomain: store.index<DeletedAccount>(deleted, (d) => subdomainOf(d.account)),
    deployments: store.collection("cognitiveservices/deployments"),
    deploymentsOf: store.index<Deployment>("cognitiveservices/deployments", (d) => d.accountId),
    workspaces: store.collection(workspaces),
    workspacesInSubscription: store.index<DatabricksWorkspace>(workspaces, (w) =>
      keyOf(w.subscriptionId),
    ),
    workspacesInGroup: store.index<DatabricksWorkspace>(workspaces, groupKey),
    workspacesById: store.index<DatabricksWorkspace>(workspaces, (w) => w.workspaceId),
    principals: store.collection(principals),
    principalsByAppId: store.index<Principal>(principals, (p) =>
      p.kind === "app" ? p.appId : undefined,
    ),
    principalsByUserName: store.index<Principal>(principals, (p) =>
      p.kind === "user" ? p.userName.toLowerCase() : undefined,
    ),
    roleDefinitions: store.collection("authorization/roleDefinitions"),
    roleAssignments: store.collection("authorization/roleAssignments"),
    roleAssignmentsOf: store.index<RoleAssignment>(
      "authorization/roleAssignments",
      (r) => r.principalId,
    ),
    locks: store.collection("authorization/locks"),
    budgets: store.collection("consumption/budgets"),
    diagnosticSettings: store.collection("insights/diagnosticSettings"),
    activities: store.collection("insights/activities"),
    logWorkspaces: store.collection(logWorkspaces),
    logWorkspacesInSubscription: store.index<LogWorkspace>(logWorkspaces, (w) =>
      keyOf(w.subscriptionId),
    ),
    logWorkspacesInGroup: store.index<LogWorkspace>(logWorkspaces, groupKey),
    deletedLogWorkspaces: store.collection("operationalinsights/deletedWorkspaces"),
    tagNames: store.collection("resources/tagNames"),
    templateDeployments: store.collection("resources/deployments"),
    everDeployed: store.collection("cognitiveservices/everDeployed"),
  };
}
