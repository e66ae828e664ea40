import { startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { softDelete } from "../cognitive-services/accounts";
import type { ResourceGroup } from "../entities";
import { isWithin, keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { OPERATION_SECONDS } from "../arm/durations";
import { removeLogWorkspace } from "../monitor/log-workspaces";
import { removeWorkspace } from "../databricks/workspaces";

/*
 * @parity
 * - Deleting a group soft-deletes its accounts, removes workspaces with their managed groups,
 *   assignments and locks — documented
 */

const DELETE = "resources/groups/delete";

/** Registers the effect of a group's deletion; called once per world. */
export function registerGroupEffects(world: World): void {
  const store = azureStore(world);
  world.operations.onEnd(DELETE, async ({ target, status }) => {
    const group = store.groups.get(target);
    if (!group) return;
    if (status === "Failed") store.groups.put(target, { ...group, state: "Succeeded" });
    else await removeGroup(world, target);
  });
}

/** Starts the operation at whose end the group and its resources are deleted. */
export function startGroupDeletion(world: World, group: ResourceGroup) {
  const key = keyOf(group.id);
  azureStore(world).groups.put(key, { ...group, state: "Deleting" });
  return startFallible(world, DELETE, key, OPERATION_SECONDS.groupDelete);
}

/** Soft-deletes its accounts; deletes its workspaces, their managed groups, and what it scopes. */
async function removeGroup(world: World, key: string): Promise<void> {
  const store = azureStore(world);
  for (const account of store.accountsInGroup(key)) await softDelete(world, account);
  for (const workspace of store.workspacesInGroup(key)) await removeWorkspace(world, workspace);
  const { roleAssignments, locks, budgets, diagnosticSettings, templateDeployments } = store;
  const collections = [roleAssignments, locks, budgets, diagnosticSettings, templateDeployments];
  world.store.atomically(() => {
    for (const logs of store.logWorkspacesInGroup(key)) removeLogWorkspace(world, logs, false);
    for (const scoped of collections)
      for (const [id, { scope }] of scoped.entries())
        if (isWithin(keyOf(scope), key)) scoped.delete(id);
    store.groups.delete(key);
  });
}
