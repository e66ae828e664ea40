import type { World } from "../../core/world";
import { groupNotFound } from "../arm/errors";
import { keyOf, parseGroupId, subscriptionOf } from "../arm/ids";
import type { ResourceGroup } from "../entities";
import { azureStore } from "../store";

/** Where a template is deployed to: a resource group, or a subscription. */
export interface DeploymentScope {
  /** ARM id. */
  id: string;
  subscriptionId: string;
  /** Undefined for a subscription. */
  group: ResourceGroup | undefined;
}

/** The scope with an ARM id, in the spelling of its group. @throws ApiError `ResourceGroupNotFound` */
export function scopeAt(world: World, id: string): DeploymentScope {
  const named = parseGroupId(id);
  if (!named) return { id, subscriptionId: subscriptionOf(id), group: undefined };
  const group = azureStore(world).groups.get(keyOf(id));
  if (!group) throw groupNotFound(named.name);
  return { id: group.id, subscriptionId: group.subscriptionId, group };
}
