import type { World } from "../../core/world";
import { closeDatabricksWorkspace, openDatabricksWorkspace } from "../../databricks/lifecycle";
import type { DatabricksWorkspace } from "../entities";
import { keyOf, parseGroupId } from "../arm/ids";
import { azureStore } from "../store";
import { OPERATION_SECONDS } from "../arm/durations";

const CREATE = "databricks/workspaces/create";
const UPDATE = "databricks/workspaces/update";
const DELETE = "databricks/workspaces/delete";

/** Says what follows the end of each operation on workspaces. Once per world. */
export function registerWorkspaceEffects(world: World): void {
  const { workspaces } = azureStore(world);
  world.operations.onEnd(CREATE, async ({ target, status }) => {
    const workspace = workspaces.get(target);
    if (!workspace) return;
    if (status === "Failed") {
      workspaces.put(target, { ...workspace, state: "Failed" });
      return;
    }
    const url = await openDatabricksWorkspace(world, workspace);
    workspaces.put(target, { ...workspace, state: "Succeeded", workspaceUrl: new URL(url).host });
  });
  world.operations.onEnd(UPDATE, ({ target }) => {
    workspaces.update(target, (workspace) => ({ ...workspace, state: "Succeeded" }));
  });
  world.operations.onEnd(DELETE, async ({ target }) => {
    const workspace = workspaces.get(target);
    if (workspace) await removeWorkspace(world, workspace);
  });
}

/** Starts provisioning, also again after a failure: the managed group is there at once, the address at the end. */
export function startProvisioning(world: World, workspace: DatabricksWorkspace) {
  const store = azureStore(world);
  const managed = parseGroupId(workspace.managedResourceGroupId ?? "");
  const managedKey = keyOf(workspace.managedResourceGroupId ?? "");
  const known = store.groups.get(managedKey);
  const taken = known?.managedBy === workspace.id ? undefined : known;
  const error = taken && {
    code: "ApplianceProvisioningFailed",
    message:
      `The managed resource group '${taken.id}' already exists. ` +
      "Please specify a new non-existent managed resource group",
  };
  store.workspaces.put(keyOf(workspace.id), workspace);
  if (managed && !taken)
    store.groups.put(managedKey, {
      id: `/subscriptions/${managed.subscription}/resourceGroups/${managed.name}`,
      name: managed.name,
      subscriptionId: managed.subscription,
      location: workspace.location,
      tags: {},
      state: "Succeeded",
      managedBy: workspace.id,
    });
  return world.operations.start(
    CREATE,
    keyOf(workspace.id),
    OPERATION_SECONDS.workspaceCreate,
    error,
  );
}

/** Starts a change: what it shows is new at once, it is ready for another one at the end. */
export function startUpdate(world: World, changed: DatabricksWorkspace) {
  azureStore(world).workspaces.put(keyOf(changed.id), changed);
  return world.operations.start(UPDATE, keyOf(changed.id), OPERATION_SECONDS.workspaceUpdate);
}

/** Starts a deletion; `force` also gives up Unity Catalog's data. */
export function startRemoval(world: World, workspace: DatabricksWorkspace, force: boolean) {
  const key = keyOf(workspace.id);
  azureStore(world).workspaces.put(key, { ...workspace, state: "Deleting", forceDeletion: force });
  return world.operations.start(DELETE, key, OPERATION_SECONDS.workspaceDelete);
}

/**
 * Removes a workspace with all that is in it. Its managed group goes too, unless Unity Catalog's data is kept: then the
 * group stays behind as an ordinary, billable one.
 */
export async function removeWorkspace(world: World, workspace: DatabricksWorkspace): Promise<void> {
  const store = azureStore(world);
  const key = keyOf(workspace.id);
  await closeDatabricksWorkspace(world, workspace);
  const managedKey = keyOf(workspace.managedResourceGroupId ?? "");
  const managed = store.groups.get(managedKey);
  if (managed && keyOf(managed.managedBy ?? "") === key) {
    const { managedBy: _, ...ordinary } = managed;
    if (workspace.isUcEnabled && workspace.forceDeletion !== true)
      store.groups.put(managedKey, ordinary);
    else store.groups.delete(managedKey);
  }
  store.workspaces.delete(key);
}
