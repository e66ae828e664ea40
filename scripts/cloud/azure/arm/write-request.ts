import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import type { Author, ResourceGroup } from "../entities";
import {
  disallowedByPolicy,
  groupBeingDeleted,
  groupNotFound,
  locationNotOffered,
  notRegistered,
} from "./errors";
import { groupId, isWithin, keyOf, regionOf } from "./ids";
import { azureStore } from "../store";
import { table } from "../tables";

/** What is about to be created or changed. */
export interface WriteRequest {
  subscription: string;
  group: string;
  /** E.g. `Microsoft.Databricks/workspaces`. */
  type: string;
  name: string;
  location: string;
}

/** Checks that every resource provider makes before its own. Returns the group. @throws ApiError */
export function validateWrite(world: World, write: WriteRequest): ResourceGroup {
  const group = requireGroup(world, write.subscription, write.group);
  if (group.state === "Deleting") throw groupBeingDeleted(group.name);
  const namespace = write.type.split("/")[0] ?? "";
  const provider = azureStore(world).providers.get(keyOf(`${write.subscription}/${namespace}`));
  if (provider && provider.registrationState !== "Registered")
    throw notRegistered(provider.namespace);
  requireOfferedRegion(world, write.location, write.type);
  requireAllowedByPolicy(world, write.name, write.location, group.id, ALLOWED_LOCATIONS);
  return group;
}

/** @throws ApiError `ResourceGroupNotFound` */
export function requireGroup(world: World, subscription: string, name: string): ResourceGroup {
  const group = azureStore(world).groups.get(keyOf(groupId(subscription, name)));
  if (!group) throw groupNotFound(name);
  return group;
}

/** @throws ApiError `LocationNotAvailableForResourceType` */
export function requireOfferedRegion(world: World, location: string, type: string): void {
  const regions = table(world, "regions").rows.map((row) => row.name);
  if (!regions.includes(regionOf(location))) throw locationNotOffered(location, type, regions);
}

/** Built-in policy definitions "Allowed locations", and the same for resource groups. */
export const ALLOWED_LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c";
export const ALLOWED_GROUP_LOCATIONS = "e765b5de-1225-4ba3-bd56-1ac6695af988";

/** @throws ApiError `RequestDisallowedByPolicy` when an enforced assignment of the definition at or above the scope leaves the location out. */
export function requireAllowedByPolicy(
  world: World,
  name: string,
  location: string,
  scope: string,
  definition: string,
): void {
  const at = keyOf(scope);
  for (const policy of table(world, "policies").rows) {
    const applies =
      policy.policyDefinitionId.toLowerCase().endsWith(definition) &&
      policy.enforcementMode !== "DoNotEnforce" &&
      isWithin(at, keyOf(policy.scope)) &&
      !(policy.notScopes ?? []).some((excluded) => isWithin(at, keyOf(excluded)));
    const allowed = policy.parameters["listOfAllowedLocations"]?.value;
    if (
      applies &&
      Array.isArray(allowed) &&
      !allowed.map((l) => regionOf(String(l))).includes(regionOf(location))
    )
      throw disallowedByPolicy(name, {
        displayName: policy.displayName,
        id: policyAssignmentId(policy),
      });
  }
}

export const policyAssignmentId = (policy: { scope: string; name: string }): string =>
  `${policy.scope}/providers/Microsoft.Authorization/policyAssignments/${policy.name}`;

/** The caller as a resource remembers it. */
export const authorOf = (caller: Claims): Author => ({
  oid: caller.oid,
  name: caller.appid ?? caller.upn ?? caller.oid,
  type: caller.idtyp === "app" ? "Application" : "User",
});
