import type { World } from "../../core/world";
import type { Principal } from "../entities";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { table } from "../tables";

/** Ids and credentials of the world's tenant. */
export interface Tenant {
  tenantId: string;
  subscriptionId: string;
  /** Application id of the service principal that deploys. */
  clientId: string;
  clientSecret: string;
  /** A user without roles. */
  student: { userName: string; objectId: string };
}

/** The world's tenant and its first subscription. @throws Error before `seedTenant` */
export function tenantOf(world: Pick<World, "store">): Tenant {
  const tenant = world.store.collection<Tenant>("entra/tenant").get("tenant");
  if (!tenant) throw new Error("the world has no tenant yet: call seedTenant after createWorld");
  return tenant;
}

/**
 * Creates the tenant of a new world: a subscription, the service principal that deploys (Owner of
 * the subscription) and a student without roles. Ids and the secret are random; a world that is
 * reopened keeps them.
 */
export function seedTenant(world: World): Tenant {
  const tenants = world.store.collection<Tenant>("entra/tenant");
  return (
    tenants.get("tenant") ??
    world.store.atomically(() => tenants.put("tenant", createTenant(world)))
  );
}

function createTenant(world: World): Tenant {
  const store = azureStore(world);
  const { random } = world;
  const [tenantId, subscriptionId] = [random.guid(), random.guid()];
  store.subscriptions.put(subscriptionId, {
    subscriptionId,
    tenantId,
    displayName: "rai-lab local subscription",
    state: "Enabled",
    quotaId: "PayAsYouGo_2014-09-01",
  });
  const deployer = {
    kind: "app" as const,
    objectId: random.guid(),
    displayName: "rai-lab deployer",
    appId: random.guid(),
    secret: random.hex(40),
  };
  addPrincipal(world, deployer);
  const student = { userName: "student@rai-lab.example", objectId: random.guid() };
  addPrincipal(world, { kind: "user", displayName: "Student", ...student });
  grantRole(world, deployer, "Owner", `/subscriptions/${subscriptionId}`);
  return {
    tenantId,
    subscriptionId,
    clientId: deployer.appId,
    clientSecret: deployer.secret,
    student,
  };
}

/** Resource Manager's `principalType` of each kind of principal. */
export const PRINCIPAL_TYPES = { app: "ServicePrincipal", user: "User" };

/** Adds a service principal or user to the tenant. */
export const addPrincipal = (world: World, principal: Principal): Principal =>
  azureStore(world).principals.put(principal.objectId, principal);

/** The user of a name, who is added to the tenant where there is none. */
export function userNamed(world: World, userName: string, displayName = userName): Principal {
  const [known] = azureStore(world).principalsByUserName(userName.toLowerCase());
  const objectId = world.random.guid();
  return known ?? addPrincipal(world, { kind: "user", objectId, displayName, userName });
}

/**
 * Gives a principal a built-in role, by its name, at a scope. The assignment is a day old, so it is
 * in effect on data planes, too.
 */
export function grantRole(
  world: World,
  principal: Principal,
  roleName: string,
  scope: string,
): void {
  const role = table(world, "roles").rows.find((row) => row.name === roleName);
  if (!role) throw new Error(`no built-in role ${roleName}`);
  const subscription = `/subscriptions/${scope.split("/")[2] ?? ""}`;
  const name = world.random.guid();
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  azureStore(world).roleAssignments.put(keyOf(id), {
    id,
    name,
    scope,
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    principalId: principal.objectId,
    principalType: PRINCIPAL_TYPES[principal.kind],
    createdAt: new Date(world.clock.now() - 24 * 3600 * 1000).toISOString(),
  });
}
