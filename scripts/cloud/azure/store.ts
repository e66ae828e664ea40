import type { Collection } from "../core/store";
import type { World } from "../core/world";
import type {
  Account,
  Budget,
  DatabricksWorkspace,
  DeletedAccount,
  Deployment,
  DiagnosticSetting,
  Lock,
  LogWorkspace,
  Principal,
  ProviderState,
  ResourceGroup,
  RoleAssignment,
  Subscription,
} from "./entities";
import { groupId, keyOf, regionOf } from "./arm/ids";

/** The Azure side's collections and the look-ups that its routes need. Keys are as entities.ts says, always lower case. */
export interface AzureStore {
  subscriptions: Collection<Subscription>;
  providers: Collection<ProviderState>;
  groups: Collection<ResourceGroup>;
  groupsOf(subscription: string): ResourceGroup[];
  accounts: Collection<Account>;
  accountsOf(subscription: string): Account[];
  accountsInGroup(groupKey: string): Account[];
  /** By `place(subscription, location)`. */
  accountsAt(place: string): Account[];
  accountsBySubdomain(subdomain: string): Account[];
  deleted: Collection<DeletedAccount>;
  deletedOf(subscription: string): DeletedAccount[];
  deletedAt(place: string): DeletedAccount[];
  deletedBySubdomain(subdomain: string): DeletedAccount[];
  deployments: Collection<Deployment>;
  deploymentsOf(accountKey: string): Deployment[];
  workspaces: Collection<DatabricksWorkspace>;
  workspacesOf(subscription: string): DatabricksWorkspace[];
  workspacesInGroup(groupKey: string): DatabricksWorkspace[];
  principals: Collection<Principal>;
  /** By application id. */
  apps(appId: string): Principal[];
  /** By user name in lower case. */
  users(userName: string): Principal[];
  roles: Collection<RoleAssignment>;
  rolesOf(principalId: string): RoleAssignment[];
  locks: Collection<Lock>;
  budgets: Collection<Budget>;
  diagnostics: Collection<DiagnosticSetting>;
  logWorkspaces: Collection<LogWorkspace>;
  logWorkspacesOf(subscription: string): LogWorkspace[];
  logWorkspacesInGroup(groupKey: string): LogWorkspace[];
  /** Which models a subscription ever deployed: `${subscription}/${name}/${version}`. */
  everDeployed: Collection<true>;
}

/** One key for a region of a subscription. */
export const place = (subscription: string, location: string): string =>
  `${keyOf(subscription)}/${regionOf(location)}`;

const stores = new WeakMap<object, AzureStore>();

/** The Azure store of a world; made once per world, since its indexes follow every change. */
export function azureStore(world: Pick<World, "store">): AzureStore {
  const known = stores.get(world.store);
  if (known) return known;
  const made = build(world.store);
  stores.set(world.store, made);
  return made;
}

function build(store: World["store"]): AzureStore {
  const groupKey = (r: { subscriptionId: string; resourceGroup: string }): string =>
    keyOf(groupId(r.subscriptionId, r.resourceGroup));
  const placeOf = (a: Account): string => place(a.subscriptionId, a.location);
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
    groupsOf: store.index<ResourceGroup>("resources/groups", (g) => keyOf(g.subscriptionId)),
    accounts: store.collection(accounts),
    accountsOf: store.index<Account>(accounts, (a) => keyOf(a.subscriptionId)),
    accountsInGroup: store.index<Account>(accounts, groupKey),
    accountsAt: store.index<Account>(accounts, placeOf),
    accountsBySubdomain: store.index<Account>(accounts, subdomainOf),
    deleted: store.collection(deleted),
    deletedOf: store.index<DeletedAccount>(deleted, (d) => keyOf(d.account.subscriptionId)),
    deletedAt: store.index<DeletedAccount>(deleted, (d) => placeOf(d.account)),
    deletedBySubdomain: store.index<DeletedAccount>(deleted, (d) => subdomainOf(d.account)),
    deployments: store.collection("cognitiveservices/deployments"),
    deploymentsOf: store.index<Deployment>("cognitiveservices/deployments", (d) => d.accountId),
    workspaces: store.collection(workspaces),
    workspacesOf: store.index<DatabricksWorkspace>(workspaces, (w) => keyOf(w.subscriptionId)),
    workspacesInGroup: store.index<DatabricksWorkspace>(workspaces, groupKey),
    principals: store.collection(principals),
    apps: store.index<Principal>(principals, (p) => (p.kind === "app" ? p.appId : undefined)),
    users: store.index<Principal>(principals, (p) =>
      p.kind === "user" ? p.userName.toLowerCase() : undefined,
    ),
    roles: store.collection("authorization/roleAssignments"),
    rolesOf: store.index<RoleAssignment>("authorization/roleAssignments", (r) => r.principalId),
    locks: store.collection("authorization/locks"),
    budgets: store.collection("consumption/budgets"),
    diagnostics: store.collection("insights/diagnosticSettings"),
    logWorkspaces: store.collection(logWorkspaces),
    logWorkspacesOf: store.index<LogWorkspace>(logWorkspaces, (w) => keyOf(w.subscriptionId)),
    logWorkspacesInGroup: store.index<LogWorkspace>(logWorkspaces, groupKey),
    everDeployed: store.collection("cognitiveservices/everDeployed"),
  };
}
