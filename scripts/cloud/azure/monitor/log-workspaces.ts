import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { LOG_SOFT_DELETE_MS } from "../arm/durations";
import { keyOf, regionOf } from "../arm/ids";
import type { DeletedLogWorkspace, LogWorkspace } from "../entities";
import { azureStore } from "../store";

/** Deletes a log workspace; unless `force`, it can be recovered for 14 days. */
export function removeLogWorkspace(world: World, workspace: LogWorkspace, force: boolean): void {
  const store = azureStore(world);
  const key = keyOf(workspace.id);
  store.logWorkspaces.delete(key);
  if (force) return;
  store.deletedLogWorkspaces.put(key, {
    workspace,
    deletedAt: world.clock.iso(),
    keptUntil: world.clock.now() + LOG_SOFT_DELETE_MS,
  });
}

/** The soft-deleted log workspaces of a subscription; those whose time is over are forgotten. */
export function deletedLogWorkspaces(world: World, subscription: string): DeletedLogWorkspace[] {
  const { deletedLogWorkspaces: collection } = azureStore(world);
  for (const [key, { keptUntil }] of collection.entries())
    if (keptUntil <= world.clock.now()) collection.delete(key);
  return collection
    .values()
    .filter(({ workspace }) => keyOf(workspace.subscriptionId) === keyOf(subscription));
}

/**
 * Takes a soft-deleted log workspace back, which creating it again does; undefined when there is
 * none.
 * @throws ApiError when it was in another region
 */
export function recoverLogWorkspace(
  world: World,
  subscription: string,
  id: string,
  location: string,
): LogWorkspace | undefined {
  const found = deletedLogWorkspaces(world, subscription).find(
    ({ workspace }) => keyOf(workspace.id) === keyOf(id),
  );
  if (!found) return undefined;
  if (regionOf(found.workspace.location) !== regionOf(location))
    throw new ApiError(
      409,
      "Conflict",
      `The workspace name '${found.workspace.name}' is not unique.`,
    );
  azureStore(world).deletedLogWorkspaces.delete(keyOf(id));
  return found.workspace;
}
