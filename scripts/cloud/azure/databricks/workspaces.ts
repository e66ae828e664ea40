import { startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { closeDatabricksWorkspace, openDatabricksWorkspace } from "../../databricks/lifecycle";
import type { DatabricksWorkspace } from "../entities";
import { groupId, keyOf, parseGroupId } from "../arm/ids";
import { isEnforced } from "../refusals";
import { azureStore } from "../store";
import { OPERATION_SECONDS } from "../arm/durations";

/*
 * @parity
 * - Managed group made at once with `managedBy`; one that exists already ends in
 *   `ApplianceProvisioningFailed`, state `Failed` — reported
 * - New workspaces have Unity Catalog (`settings.unityCatalog`), as by default since late 2023. An
 *   unforced deletion, or that of the outer group, keeps its storage and leaves the former managed
 *   group behind as an ordinary one, without `managedBy` — documented, reported (azurerm 28959,
 *   bicep-registry 1581)
 * - A managed group has its workspace's tags — reported (a tag update fails where a policy blocks
 *   the managed group); that it keeps them is guessed
 */

const CREATE = "databricks/workspaces/create";
const UPDATE = "databricks/workspaces/update";
const DELETE = "databricks/workspaces/delete";
const PROVISIONING_FAILED = "ApplianceProvisioningFailed";

/** Registers the effects of all operations on workspaces; called once per world. */
export function registerWorkspaceEffects(world: World): void {
  const { workspaces } = azureStore(world);
  world.operations.onEnd(CREATE, async ({ target, status }) => {
    const workspace = workspaces.get(target);
    if (!workspace) return;
    if (status === "Failed") {
      workspaces.put(target, { ...workspace, state: "Failed" });
      return;
    }
    await openDatabricksWorkspace(world, workspace, (url) =>
      workspaces.put(target, { ...workspace, state: "Succeeded", workspaceUrl: new URL(url).host }),
    );
  });
  world.operations.onEnd(UPDATE, ({ target, status }) => {
    const state = status === "Failed" ? "Failed" : "Succeeded";
    workspaces.update(target, (workspace) => ({ ...workspace, state }));
  });
  world.operations.onEnd(DELETE, async ({ target, status }) => {
    const workspace = workspaces.get(target);
    if (!workspace) return;
    if (status === "Failed") workspaces.put(target, { ...workspace, state: "Failed" });
    else await removeWorkspace(world, workspace);
  });
}

/**
 * Starts provisioning a new workspace, or one that failed. The managed group exists at once, the
 * workspace's URL at the end. It fails when a group of that name already exists.
 */
export function startProvisioning(world: World, workspace: DatabricksWorkspace) {
  const store = azureStore(world);
  const managed = parseGroupId(workspace.managedResourceGroupId ?? "");
  const managedKey = keyOf(workspace.managedResourceGroupId ?? "");
  const existing = store.groups.get(managedKey);
  const conflicting = existing?.managedBy === workspace.id ? undefined : existing;
  const refusal = conflicting && {
    code: PROVISIONING_FAILED,
    message:
      `The managed resource group '${conflicting.id}' already exists. ` +
      "Please specify a new non-existent managed resource group",
  };
  const refused = isEnforced(world, PROVISIONING_FAILED) ? refusal : undefined;
  store.workspaces.put(keyOf(workspace.id), workspace);
  if (managed && !conflicting)
    store.groups.put(managedKey, {
      id: groupId(managed.subscription, managed.name),
      name: managed.name,
      subscriptionId: managed.subscription,
      location: workspace.location,
      tags: workspace.tags,
      state: "Succeeded",
      managedBy: workspace.id,
    });
  const seconds = OPERATION_SECONDS.workspaceCreate;
  return startFallible(world, CREATE, keyOf(workspace.id), seconds, refused);
}

/** Starts an update. Its values show at once; until the end the workspace refuses another one. */
export function startUpdate(world: World, changed: DatabricksWorkspace) {
  const { groups, workspaces } = azureStore(world);
  workspaces.put(keyOf(changed.id), changed);
  // The managed group has the workspace's tags.
  groups.update(keyOf(changed.managedResourceGroupId ?? ""), (group) => ({
    ...group,
    tags: changed.tags,
  }));
  return startFallible(world, UPDATE, keyOf(changed.id), OPERATION_SECONDS.workspaceUpdate);
}

/** Starts a deletion; `force` also deletes Unity Catalog's data. */
export function startRemoval(world: World, workspace: DatabricksWorkspace, force: boolean) {
  const key = keyOf(workspace.id);
  azureStore(world).workspaces.put(key, { ...workspace, state: "Deleting", forceDeletion: force });
  return startFallible(world, DELETE, key, OPERATION_SECONDS.workspaceDelete);
}

/**
 * Removes a workspace, its contents and its managed group. Unless the deletion is forced, a
 * workspace with Unity Catalog data leaves the group behind as an ordinary one.
 */
export async function removeWorkspace(world: World, workspace: DatabricksWorkspace): Promise<void> {
  const store = azureStore(world);
  const key = keyOf(workspace.id);
  await world.store.atomically(() => {
    const closed = closeDatabricksWorkspace(world, workspace);
    const managedKey = keyOf(workspace.managedResourceGroupId ?? "");
    const managed = store.groups.get(managedKey);
    if (managed && keyOf(managed.managedBy ?? "") === key) {
      const { managedBy: _, ...ordinary } = managed;
      if (workspace.isUcEnabled && workspace.forceDeletion !== true)
        store.groups.put(managedKey, ordinary);
      else store.groups.delete(managedKey);
    }
    store.workspaces.delete(key);
    return closed;
  });
}
