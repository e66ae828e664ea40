import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import { ALLOWED_LOCATIONS, requireAllowedByPolicy } from "../authorization/policies";
import type { Author, ResourceGroup } from "../entities";
import { groupBeingDeleted, groupNotFound, locationNotOffered, notRegistered } from "./errors";
import { groupId, keyOf, regionOf } from "./ids";
import { requireValidName, requireValidTags } from "./names";
import { requireUnreservedName } from "./reserved-names";
import { refuse } from "../refusals";
import { azureStore } from "../store";
import { table } from "../tables";

/** A request to create or change a resource of a group. */
export interface WriteRequest {
  /** Subscription id, without `/subscriptions/`. */
  subscription: string;
  /** Name of the resource group. */
  group: string;
  /** E.g. `Microsoft.Databricks/workspaces`. */
  type: string;
  name: string;
  location: string;
  tags: Record<string, string> | null | undefined;
}

/**
 * The checks that Resource Manager makes before the resource provider's own: the group, the
 * provider's registration, the region and the policies.
 * @returns the resource group
 * @throws ApiError
 */
export function validateWrite(world: World, write: WriteRequest): ResourceGroup {
  const group = requireGroup(world, write.subscription, write.group);
  if (group.state === "Deleting") throw groupBeingDeleted(group.name);
  const namespace = write.type.split("/")[0] ?? "";
  const provider = azureStore(world).providers.get(keyOf(`${write.subscription}/${namespace}`));
  if (provider && provider.registrationState !== "Registered")
    refuse(world, notRegistered(provider.namespace));
  requireValidName(write.type, write.name);
  requireUnreservedName(write.name);
  requireValidTags(write.tags ?? {});
  requireOfferedRegion(world, write.location, write.type);
  requireAllowedByPolicy(world, write.name, write.location, group.id, ALLOWED_LOCATIONS);
  return group;
}

/** A resource group. @throws ApiError `ResourceGroupNotFound` */
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

/** The caller in the form that a resource's `systemData` keeps. */
export const authorOf = (caller: Claims): Author => ({
  oid: caller.oid,
  name: caller.appid ?? caller.upn ?? caller.oid,
  type: caller.idtyp === "app" ? "Application" : "User",
});
