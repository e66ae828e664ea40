import type { World } from "../../core/world";
import type { Principal } from "../entities";
import { keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { table } from "../tables";

/** What a client must know to sign in, and the person who is not the deployer. */
export interface Tenant {
  tenantId: string;
  subscriptionId: string;
  clientId: string;
  clientSecret: string;
  student: { userName: string; objectId: string };
}

/** Ids of the world's one tenant and its first subscription. @throws Error before `seedTenant` */
export function tenantOf(world: Pick<World, "store">): Tenant {
  const tenant = world.store.collection<Tenant>("entra/tenant").get("tenant");
  if (!tenant) throw new Error("the world has no tenant yet: call seedTenant after createWorld");
  return tenant;
}

/**
 * Gives a new world its tenant: a subscription, the service principal that deploys (Owner of the subscription) and a
 * student without rights. All ids and the secret are random; a world that is opened again keeps them.
 */
export function seedTenant(world: World): Tenant {
  const kept = world.store.collection<Tenant>("entra/tenant");
  const known = kept.get("tenant");
  if (known) return known;
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
  return kept.put("tenant", {
    tenantId,
    subscriptionId,
    clientId: deployer.appId,
    clientSecret: deployer.secret,
    student,
  });
}

export const addPrincipal = (world: World, principal: Principal): Principal =>
  azureStore(world).principals.put(principal.objectId, principal);

/** Gives a principal a built-in role, by its name, at a scope: as an administrator did a day before the lab began. */
export function grantRole(
  world: World,
  principal: Principal,
  roleName: string,
  scope: string,
): void {
  const role = table(world, "roles").rows.find((row) => row.name === roleName);
  if (!role) throw new Error(`no built-in role ${roleName}`);
  const name = world.random.guid();
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  azureStore(world).roleAssignments.put(keyOf(id), {
    id,
    name,
    scope,
    roleDefinitionId: `/subscriptions/${scope.split("/")[2] ?? ""}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    principalId: principal.objectId,
    principalType: principal.kind === "app" ? "ServicePrincipal" : "User",
    createdAt: new Date(world.clock.now() - 24 * 3600 * 1000).toISOString(),
  });
}
