/** Changes of a subscription's world, as somebody else or an earlier day could have made them. */
import {
  createAccount,
  softDelete as softDeleteAccount,
  type AccountRequest,
} from "../../scripts/cloud/azure/cognitive-services/accounts";
import { writeDeployment } from "../../scripts/cloud/azure/cognitive-services/deployments";
import { startProvisioning } from "../../scripts/cloud/azure/databricks/workspaces";
import { parametersOf } from "../../scripts/cloud/azure/databricks/parameters";
import type {
  Account,
  DatabricksWorkspace,
  ResourceGroup,
} from "../../scripts/cloud/azure/entities";
import { addPrincipal, grantRole } from "../../scripts/cloud/azure/entra/tenant";
import { azureStore } from "../../scripts/cloud/azure/store";
import { seedTable, table, type Tables } from "../../scripts/cloud/azure/tables";
import { addMember } from "../../scripts/cloud/databricks/identity/members";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { type Names, namesOf } from "../../infra/names/physical-names";
import { deployerOf } from "./questions";
import { PROJECT, type Subscription } from "./subscription";

const AUTHOR = {
  oid: "00000000-0000-0000-0000-0000000000ff",
  name: "somebody",
  type: "User",
} as const;
/** Longer than anything in Azure takes. */
const HOUR_MS = 3_600_000;

/** The physical names of a stack. */
export const namesIn = ({ tenant }: Subscription, stack: string): Names =>
  namesOf({ subscriptionId: tenant.subscriptionId, project: PROJECT, stack });

const groupIdIn = (subscriptionId: string, name: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${name}`;

/** Lets everything that is being made come to its end. */
async function settle({ world }: Subscription): Promise<void> {
  world.clock.jump(HOUR_MS);
  await world.operations.completeDue();
  // A workspace is ready some time after its creation has ended.
  world.clock.jump(HOUR_MS);
}

/** Adds a resource group. @returns its ARM id */
export function addGroup(
  { world, tenant }: Subscription,
  name: string,
  change: Partial<ResourceGroup> = {},
): string {
  const { subscriptionId } = tenant;
  const id = groupIdIn(change.subscriptionId ?? subscriptionId, name);
  azureStore(world).groups.put(id.toLowerCase(), {
    id,
    name,
    subscriptionId,
    location: "eastus2",
    tags: {},
    state: "Succeeded",
    ...change,
  });
  return id;
}

/** What an added account is. */
export interface AccountSketch {
  group?: string;
  name?: string;
  location?: string;
  kind?: string;
  subdomain?: string | undefined;
  keysOff?: boolean;
  subscriptionId?: string;
}

/** Adds an account of somebody else. */
export async function addAccount(
  subscription: Subscription,
  sketch: AccountSketch = {},
): Promise<Account> {
  const { world, tenant } = subscription;
  const {
    group = "rg-others",
    name = `oai-others-${world.random.hex(6)}`,
    location = "eastus2",
    kind = "OpenAI",
    subscriptionId = tenant.subscriptionId,
  } = sketch;
  const subdomain = "subdomain" in sketch ? sketch.subdomain : name;
  const groupId = addGroup(subscription, group, { subscriptionId, location });
  const request: AccountRequest = {
    id: `${groupId}/providers/Microsoft.CognitiveServices/accounts/${name}`,
    name,
    subscriptionId,
    resourceGroup: group,
    location,
    kind,
    sku: { name: "S0" },
    tags: {},
    properties: { customSubDomainName: subdomain, disableLocalAuth: sketch.keysOff },
    restore: false,
  };
  await createAccount(world, request, AUTHOR);
  await settle(subscription);
  return azureStore(world).accounts.get(request.id.toLowerCase())!;
}

/** A model, its SKU and how much of it, as `rai-lab:model`. */
export interface Model {
  name: string;
  version: string;
  sku: string;
  capacity: number;
}

/** Deploys a model in an account. */
export const addDeployment = (
  { world }: Subscription,
  account: Account,
  { name, version, sku, capacity }: Model,
  as: string,
): unknown =>
  writeDeployment(
    world,
    account,
    {
      name: as,
      sku: { name: sku, capacity },
      model: { format: "OpenAI", name, version },
      tags: {},
    },
    AUTHOR,
  );

/** Deletes an account, which Azure keeps for 48 hours. */
export const softDelete = async ({ world }: Subscription, account: Account): Promise<void> => {
  await softDeleteAccount(world, account);
};

/** Adds a workspace of somebody else; the deployer is its admin unless told otherwise. */
export async function addWorkspace(
  subscription: Subscription,
  {
    sku = "premium",
    computeMode = "Hybrid",
    location = "eastus2",
    member = true,
  }: {
    sku?: string;
    computeMode?: DatabricksWorkspace["computeMode"];
    location?: string;
    /** Whether the deployer is an admin there. */
    member?: boolean;
  } = {},
): Promise<string> {
  const { world, tenant } = subscription;
  const name = `dbw-others-${world.random.hex(6)}`;
  const group = "rg-others";
  const groupId = addGroup(subscription, group, { location });
  const id = `${groupId}/providers/Microsoft.Databricks/workspaces/${name}`;
  const isHybrid = computeMode === "Hybrid";
  const workspaceId = world.random.digits(15);
  startProvisioning(world, {
    id,
    name,
    subscriptionId: tenant.subscriptionId,
    resourceGroup: group,
    location,
    tags: {},
    createdAt: world.clock.iso(),
    createdBy: AUTHOR,
    updatedBy: AUTHOR,
    sku: { name: sku },
    state: "Accepted",
    computeMode,
    managedResourceGroupId: isHybrid ? `${groupId}-${name}` : undefined,
    publicNetworkAccess: "Enabled",
    parameters: parametersOf({ computeMode }, world.random.hex(13)),
    workspaceId,
    isUcEnabled: true,
  });
  await settle(subscription);
  const { clientId } = tenant;
  const deployer = {
    userName: clientId,
    displayName: "deployer",
    kind: "app",
    active: true,
  } as const;
  if (!member)
    addMember(workspaceStore(world.store, workspaceId), world.random, {
      ...deployer,
      admin: false,
    });
  return id;
}

/** Replaces keys of a table. */
export const change = <K extends keyof Tables>(
  { world }: Subscription,
  name: K,
  by: (now: Tables[K]) => Partial<Tables[K]>,
): void => seedTable(world, name, by(table(world, name)));

/** Gives the subscription another offer. */
export function setOffer({ world, tenant }: Subscription, quotaId: string): void {
  const { subscriptions } = azureStore(world);
  subscriptions.update(tenant.subscriptionId, (one) => ({ ...one, quotaId }));
}

/** A role that is built in, or one with these actions. */
export type RoleSketch = string | { actions: string[]; notActions?: string[] };

/** Takes all roles of the deployer, and gives it these. */
export function setRoles(
  subscription: Subscription,
  roles: readonly (readonly [role: RoleSketch, scope?: string])[],
): void {
  const { world, tenant } = subscription;
  const { roleAssignments, principals } = azureStore(world);
  const deployer = principals.get(deployerOf(subscription))!;
  for (const [key, { principalId }] of roleAssignments.entries())
    if (principalId === deployer.objectId) roleAssignments.delete(key);
  for (const [role, scope = `/subscriptions/${tenant.subscriptionId}`] of roles)
    grantRole(world, deployer, roleNameOf(subscription, role), scope);
}

function roleNameOf(subscription: Subscription, role: RoleSketch): string {
  if (typeof role === "string") return role;
  const { random } = subscription.world;
  const row = {
    id: random.guid(),
    name: `custom ${random.hex(6)}`,
    actions: role.actions,
    notActions: role.notActions ?? [],
    dataActions: [],
    notDataActions: [],
  };
  change(subscription, "roles", ({ rows }) => ({ rows: [...rows, row] }));
  return row.name;
}

/** Gives somebody a role on a resource, by hand: under a name of Azure's own. */
export const grantByHand = (
  { world }: Subscription,
  objectId: string,
  role: string,
  scope: string,
): void => grantRole(world, azureStore(world).principals.get(objectId)!, role, scope);

/** Adds a person to the tenant. @returns the object id */
export function addPerson({ world }: Subscription, userName: string): string {
  const objectId = world.random.guid();
  addPrincipal(world, { kind: "user", objectId, displayName: userName, userName });
  return objectId;
}

/** Adds a policy of allowed locations. */
export function addPolicy(
  subscription: Subscription,
  policy: {
    allowed: string[];
    for?: "groups" | "resources";
    scope?: string;
    enforced?: boolean;
    notScopes?: string[];
  },
): void {
  const { tenant, world } = subscription;
  const definition =
    policy.for === "resources"
      ? "e56962a6-4747-49cd-b67b-bf8b01975c4c"
      : "e765b5de-1225-4ba3-bd56-1ac6695af988";
  const row = {
    name: `policy-${world.random.hex(6)}`,
    displayName: "Allowed locations",
    scope: policy.scope ?? `/subscriptions/${tenant.subscriptionId}`,
    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
    parameters: { listOfAllowedLocations: { value: policy.allowed } },
    enforcementMode: policy.enforced === false ? ("DoNotEnforce" as const) : ("Default" as const),
    notScopes: policy.notScopes ?? [],
  };
  change(subscription, "policies", ({ rows }) => ({ rows: [...rows, row] }));
}
